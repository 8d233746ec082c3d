package org.reprise.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.reprise.context.Durability;
import org.reprise.context.Role;
import org.reprise.context.ToolCall;
import org.reprise.context.Workflow;

/** Enum constants as words of the JSON form: their names in lower case. */
record JsonWords<E extends Enum<E>>(Map<String, E> byWord) {

    static final JsonWords<Role> ROLES = words(Role.values());
    static final JsonWords<ToolCall.Status> CALL_STATUSES = words(ToolCall.Status.values());
    static final JsonWords<Workflow.Status> WORKFLOW_STATUSES = words(Workflow.Status.values());
    static final JsonWords<Durability> DURABILITIES = words(Durability.values());

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if no constant has this word */
    E parse(String word) {
        E constant = byWord.get(word);
        if (constant == null) {
            throw new IllegalArgumentException("'" + word + "' is none of " + byWord.keySet());
        }
        return constant;
    }

    private static <E extends Enum<E>> JsonWords<E> words(E[] constants) {
        Map<String, E> byWord = new LinkedHashMap<>();
        for (E constant : constants) {
            byWord.put(of(constant), constant);
        }
        return new JsonWords<>(Collections.unmodifiableMap(byWord));
    }
}
