package org.reprise.stress.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reprise.context.Message;
import org.reprise.wire.Frame;
import org.reprise.wire.WireLimits;

/**
 * The messages that a client has said and that are not known to be stored, in order. Not thread-safe.
 *
 * <p>Each connection numbers them anew, behind what the server says it has, and only once the replica is whole: what the
 * connection before brought to the server, if anything, is in the replica by then, and has been taken out of here.
 */
final class Outstanding {

    private final Map<String, Said> said = new LinkedHashMap<>();
    private final Map<Long, String> numbers = new HashMap<>();
    private final Set<String> sent = new HashSet<>();
    private long next;

    /**
     * A message that waits to be stored.
     *
     * @param message what was said
     * @param stored completed with its sequence
     */
    record Said(Message message, CompletableFuture<Long> stored) {}

    CompletableFuture<Long> add(Message message) {
        if (said.size() >= WireLimits.UNACKED_MESSAGES) {
            throw new IllegalStateException(said.size() + " messages are waiting to be stored, at most "
                    + WireLimits.UNACKED_MESSAGES + " may: wait for one");
        }
        Said added = new Said(message, new CompletableFuture<>());
        if (said.putIfAbsent(message.id(), added) != null) {
            throw new IllegalArgumentException("a message with the id '" + message.id() + "' is waiting to be stored");
        }
        return added.stored();
    }

    /** A connection has begun, in which nothing has been sent. */
    void numberFrom(long first) {
        numbers.clear();
        sent.clear();
        next = first;
    }

    /** Numbers what has not been sent in this connection. */
    List<Frame.ClientMessage> unsent() {
        return said.values().stream()
                .map(Said::message)
                .filter(message -> sent.add(message.id()))
                .map(this::numbered)
                .toList();
    }

    private Frame.ClientMessage numbered(Message message) {
        numbers.put(next, message.id());
        return new Frame.ClientMessage(next++, message);
    }

    /** The server has acked a number. */
    Optional<Said> acked(long clientMessageId) {
        @Nullable String id = numbers.remove(clientMessageId);
        return id == null ? Optional.empty() : Optional.ofNullable(said.remove(id));
    }

    /** An entry with this message id is in the history. */
    Optional<Said> stored(String messageId) {
        return Optional.ofNullable(said.remove(messageId));
    }

    /** The first of those that were sent in this connection is given up. */
    Optional<Said> refused() {
        Optional<Said> first = said.values().stream()
                .filter(waiting -> sent.contains(waiting.message().id()))
                .findFirst();
        first.ifPresent(waiting -> said.remove(waiting.message().id()));
        return first;
    }

    int size() {
        return said.size();
    }

    /** Forgets all. Answers what nobody will complete any more. */
    List<CompletableFuture<Long>> clear() {
        List<CompletableFuture<Long>> waiting =
                said.values().stream().map(Said::stored).toList();
        said.clear();
        numbers.clear();
        sent.clear();
        return waiting;
    }
}
