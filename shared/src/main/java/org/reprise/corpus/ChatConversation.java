package org.reprise.corpus;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One conversation as a file holds it, unchecked but for its JSON.
 *
 * @param messages the elements of its message list
 * @param fields the fields of its object beside the message list; empty if it is a bare list
 */
record ChatConversation(List<JsonNode> messages, Map<String, JsonNode> fields) {}
