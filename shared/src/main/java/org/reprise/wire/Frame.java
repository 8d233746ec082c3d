package org.reprise.wire;

import java.util.List;
import java.util.Objects;
import org.reprise.context.Message;
import org.reprise.resume.Position;
import org.reprise.resume.RefusalCode;

/** What client and server say to each other. */
public sealed interface Frame {

    /** Its name in the protocol. */
    String type();

    /** A frame that a client sends. */
    sealed interface FromClient extends Frame {}

    /** A frame that a server sends. */
    sealed interface FromServer extends Frame {}

    /**
     * The first frame of a client.
     *
     * @param token the session token
     * @param position what the client has
     */
    record Hello(String token, Position position) implements FromClient {
        public Hello {
            Objects.requireNonNull(token, "token");
            Objects.requireNonNull(position, "position");
        }

        /** Without the token, which is a secret. */
        @Override
        public String toString() {
            return "Hello[token=…, position=" + position + "]";
        }

        @Override
        public String type() {
            return "hello";
        }
    }

    /**
     * A message of the user's, to be stored once.
     *
     * @param clientMessageId 1, 2, 3 … in each epoch
     * @param message what is said; of role user, with content, without calls
     */
    record ClientMessage(long clientMessageId, Message message) implements FromClient {
        public ClientMessage {
            Objects.requireNonNull(message, "message");
        }

        @Override
        public String type() {
            return "message";
        }
    }

    /** Asks whether the server is there; {@code nonce} comes back. */
    record Ping(long nonce) implements FromClient {
        @Override
        public String type() {
            return "ping";
        }
    }

    /**
     * The answer to a hello that was accepted.
     *
     * @param outcome what has been restored
     * @param epoch the incarnation of the session; a client that has a replica of another drops it
     * @param attachment the number of this attachment
     * @param from the entry after which the restore begins
     * @param to the last entry of the restore
     * @param lastClientMessageId the highest client message id that is stored
     * @param headDigest SHA-256 of the head's bytes in the next head frame, 64 hexadecimal digits
     * @param dropped the names of the transient variables that were dropped
     */
    record Welcome(
            Outcome outcome,
            long epoch,
            long attachment,
            long from,
            long to,
            long lastClientMessageId,
            String headDigest,
            List<String> dropped)
            implements FromServer {
        public Welcome {
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(headDigest, "headDigest");
            dropped = List.copyOf(dropped);
        }

        @Override
        public String type() {
            return "welcome";
        }
    }

    /** The answer to a hello that was not accepted; the connection is closed after it. */
    record Refused(RefusalCode code) implements FromServer {
        public Refused {
            Objects.requireNonNull(code, "code");
        }

        @Override
        public String type() {
            return "refused";
        }
    }

    /**
     * The session's head, in place of the one that the client has.
     *
     * @param head the encoded head
     */
    record Head(Payload head) implements FromServer {
        public Head {
            Objects.requireNonNull(head, "head");
        }

        @Override
        public String type() {
            return "head";
        }
    }

    /**
     * Entries of the history, in sequence.
     *
     * @param first the sequence of the first
     * @param count how many there are
     * @param entries the encoded entries, one after another
     */
    record Entries(long first, int count, Payload entries) implements FromServer {
        public Entries {
            Objects.requireNonNull(entries, "entries");
        }

        @Override
        public String type() {
            return "entries";
        }
    }

    /**
     * A message of the user's is stored.
     *
     * @param clientMessageId its id
     * @param sequence the sequence that it was given when it first came
     */
    record Ack(long clientMessageId, long sequence) implements FromServer {
        @Override
        public String type() {
            return "ack";
        }
    }

    /** The answer to a ping. */
    record Pong(long nonce) implements FromServer {
        @Override
        public String type() {
            return "pong";
        }
    }

    /** What was restored. */
    enum Outcome {
        /** All of the session. */
        RESTORED,
        /** Its durable part. */
        DEGRADED,
        /** Nothing: a new epoch. */
        CLEAN
    }
}
