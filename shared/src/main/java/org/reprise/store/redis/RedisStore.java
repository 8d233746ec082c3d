package org.reprise.store.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ZAddArgs;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reprise.store.Admission;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.Claim;
import org.reprise.store.ContextStore;
import org.reprise.store.EntryBlock;
import org.reprise.store.EntrySink;
import org.reprise.store.FencedException;
import org.reprise.store.ParkedEntries;
import org.reprise.store.SessionState;
import org.reprise.store.StoreException;
import org.reprise.store.StoreUnavailableException;

/**
 * A store in Redis or Valkey, which many processes share: whichever of them a client comes to, its session is there.
 *
 * <p>Each step of one session is atomic on the server. What an append that was answered survives is what the server's
 * persistence says. Sessions that are detached go by themselves a minute after they have expired, even if no process is left
 * to sweep. While the server is away every method throws {@link StoreUnavailableException}; the connection comes back by
 * itself.
 *
 * <p>The indexes of what is detached and what expires hold {@linkplain Hint hints}: an attachment is written there before it
 * is detached, and what is found there is looked at before it is acted on. So a cluster, where they are on nodes of their own,
 * need not change them in one step with a session.
 */
public final class RedisStore implements ContextStore {

    /** The most bytes of entries that one answer brings; a larger entry comes alone. */
    private static final int CHUNK_BYTES = 1 << 20;

    private static final int PAGE = 256;
    private static final long GONE = -1;
    private static final long SUPERSEDED = -2;
    private static final long WRONG = 3;
    private static final long DETACHED = 1;
    private static final byte[] NOTHING = {};

    private final Connection redis;
    private final Lease lease;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RedisStore(Connection redis, Lease lease) {
        this.redis = redis;
        this.lease = lease;
    }

    private static RedisStore over(Connection redis, LongSupplier nanoTime) {
        try {
            return new RedisStore(redis, new Lease(redis, nanoTime));
        } catch (RuntimeException e) {
            redis.close();
            throw e;
        }
    }

    /**
     * Opens the store on a server.
     *
     * @param uri of Lettuce: host, port, user, password, TLS
     * @throws StoreException if the server cannot be reached
     */
    public static RedisStore onServer(RedisURI uri) {
        return onServer(uri, System::nanoTime);
    }

    static RedisStore onServer(RedisURI uri, LongSupplier nanoTime) {
        return over(Connection.toServer(uri), nanoTime);
    }

    /**
     * Opens the store on a cluster.
     *
     * @param uris of some of its nodes, at least one
     * @throws StoreException if none of them can be reached
     */
    public static RedisStore onCluster(List<RedisURI> uris) {
        return over(Connection.toCluster(uris), System::nanoTime);
    }

    @Override
    public Optional<Attachment> open(String sessionId, String owner, long epoch, byte[] head, Instant now) {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(now, "now");
        if (epoch == 0) {
            throw new IllegalArgumentException("the epoch of session '" + sessionId + "' is 0, any other is allowed");
        }
        Keys keys = Keys.of(sessionId);
        lease.keep();
        byte[] attachedBy = Keys.attachedBy(lease.node());
        redis.run(server -> server.sadd(Keys.SESSIONS, keys.member()));
        redis.run(server -> server.sadd(attachedBy, keys.member()));
        boolean opened = isOne(redis.run(
                Script.OPEN, keys.all(), text(owner), number(epoch), head, bytes(Times.text(now)), lease.bytes()));
        if (!opened) {
            forgetAttached(keys);
            return Optional.empty();
        }
        // Once more: whoever has ended or detached the session before may have been about to take it out.
        redis.run(server -> server.sadd(Keys.SESSIONS, keys.member()));
        redis.run(server -> server.sadd(attachedBy, keys.member()));
        return Optional.of(new Attachment(sessionId, epoch, 1));
    }

    @Override
    public Optional<SessionState> state(String sessionId, Instant now) {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(now, "now");
        byte[][] fields = fields(Keys.of(sessionId), "owner", "epoch", "tail", "version", "head", "expires");
        boolean there = fields[0] != null && (fields[5] == null || now.isBefore(Times.of(string(fields[5]))));
        return there ? Optional.of(state(Arrays.asList(fields), 0)) : Optional.empty();
    }

    @Override
    public Optional<Attached> attach(String sessionId, Instant now) {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(now, "now");
        List<Object> found = sendAttach(Keys.of(sessionId), now).get();
        return found.isEmpty() ? Optional.empty() : Optional.of(attached(sessionId, found));
    }

    @Override
    public Optional<Admission> admit(Claim claim, Instant now) {
        Objects.requireNonNull(claim, "claim");
        Objects.requireNonNull(now, "now");
        Keys keys = Keys.of(claim.sessionId());
        boolean apart = claim.lastSequence() == 0 && redis.isOneServer();
        Supplier<List<Object>> attaching = sendAttach(
                keys,
                now,
                text(claim.owner()),
                number(claim.epoch()),
                number(claim.lastSequence()),
                apart ? NOTHING : number(READ_AHEAD_BYTES));
        // A script would copy them several times, so that all of them are read by a command of their own behind it.
        Supplier<List<Object>> reading = apart ? sendRead(keys) : List::of;
        // What comes last is waited for first, so that this thread is woken once, and not in the midst of the entries.
        List<Object> read = reading.get();
        List<Object> found = attaching.get();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if ((Long) found.get(0) == 0) {
            return Optional.of(new Admission.Declined(state(found, 1)));
        }
        Attached attached = attached(claim.sessionId(), found);
        List<EntryBlock> readAhead = apart
                ? blocks(attached.attachment(), found.get(9), read)
                : blocks(claim.lastOf(attached.state().epoch()), found.get(9), found.get(10));
        return Optional.of(new Admission.Admitted(attached, readAhead));
    }

    private Supplier<List<Object>> sendRead(Keys keys) {
        Supplier<byte[]> entries = redis.send(server -> server.getrange(keys.entries(), 0, READ_AHEAD_BYTES - 1));
        Supplier<List<KeyValue<byte[], byte[]>>> newest =
                redis.send(server -> server.hmget(keys.session(), bytes("epoch"), bytes("attachment")));
        return () -> {
            List<KeyValue<byte[], byte[]>> fields = newest.get();
            return List.of(
                    entries.get(),
                    fields.get(0).getValueOrElse(NOTHING),
                    fields.get(1).getValueOrElse(NOTHING));
        };
    }

    /** The first entries, if the attachment was the newest yet when they had been read: then nobody has touched them. */
    private static List<EntryBlock> blocks(Attachment attachment, Object index, List<Object> read) {
        if (!Arrays.equals((byte[]) read.get(1), number(attachment.epoch()))
                || !Arrays.equals((byte[]) read.get(2), number(attachment.number()))) {
            return List.of();
        }
        byte[] bytes = (byte[]) read.get(0);
        int[] ends = ends(index);
        int count = ends.length;
        while (count > 0 && ends[count - 1] > bytes.length) {
            count--;
        }
        if (count == 0) {
            return List.of();
        }
        int end = ends[count - 1];
        return List.of(
                new EntryBlock(1, Arrays.copyOf(ends, count), end == bytes.length ? bytes : Arrays.copyOf(bytes, end)));
    }

    private Supplier<List<Object>> sendAttach(Keys keys, Instant now, byte[]... claim) {
        lease.keep();
        byte[][] arguments = new byte[3 + claim.length][];
        arguments[0] = bytes(Times.text(now));
        arguments[1] = lease.bytes();
        arguments[2] = keys.member();
        System.arraycopy(claim, 0, arguments, 3, claim.length);
        byte[] attachedBy = Keys.attachedBy(lease.node());
        if (redis.isOneServer()) {
            return redis.send(Script.ATTACH, keys.allAnd(attachedBy), arguments);
        }
        // Of a cluster another node may have it.
        redis.run(server -> server.sadd(attachedBy, keys.member()));
        Supplier<List<Object>> attaching = redis.send(Script.ATTACH, keys.all(), arguments);
        return () -> {
            List<Object> found = attaching.get();
            if (found.isEmpty() || (Long) found.get(0) == 0) {
                forgetAttached(keys);
            } else {
                // Once more: whoever has detached it before may have been about to take it out.
                redis.run(server -> server.sadd(attachedBy, keys.member()));
            }
            return found;
        };
    }

    /** Takes a session out of those that this process has attached, and puts it back if it is one of them. */
    private void forgetAttached(Keys keys) {
        byte[] attachedBy = Keys.attachedBy(lease.node());
        redis.run(server -> server.srem(attachedBy, keys.member()));
        if (attachedBy(lease.node(), keys).isPresent()) {
            redis.run(server -> server.sadd(attachedBy, keys.member()));
        }
    }

    private static Attached attached(String sessionId, List<Object> found) {
        SessionState state = state(found, 1);
        String detached = string(found.get(6));
        String parkedUpTo = string(found.get(7));
        return new Attached(
                new Attachment(sessionId, state.epoch(), (Long) found.get(0)),
                state,
                detached.isEmpty() ? null : Times.of(detached),
                parkedUpTo.isEmpty() ? null : new ParkedEntries(Long.parseLong(parkedUpTo), (byte[]) found.get(8)));
    }

    /** The entries after {@code after} that a script has answered, in one block or none. */
    private static List<EntryBlock> blocks(long after, Object index, Object bytes) {
        int[] ends = ends(index);
        return ends.length == 0 ? List.of() : List.of(new EntryBlock(after + 1, ends, (byte[]) bytes));
    }

    /** Where entries end behind the one that comes first in a part of the index, see append.lua. */
    private static int[] ends(Object index) {
        IntBuffer part = ByteBuffer.wrap((byte[]) index).asIntBuffer();
        int[] ends = new int[Math.max(0, part.remaining() - 1)];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = (part.get(i + 1) & Integer.MAX_VALUE) - (part.get(0) & Integer.MAX_VALUE);
        }
        return ends;
    }

    private static SessionState state(List<?> fields, int at) {
        IntBuffer tail = ByteBuffer.wrap((byte[]) fields.get(at + 2)).asIntBuffer();
        return new SessionState(
                new String((byte[]) fields.get(at), StandardCharsets.UTF_16BE),
                Long.parseLong(string(fields.get(at + 1))),
                tail.get(0),
                tail.get(1),
                Long.parseLong(string(fields.get(at + 3))),
                (byte[]) fields.get(at + 4));
    }

    @Override
    public AppendResult append(Attachment attachment, long clientMessageId, byte[] bytes, int offset, int length) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0 || clientMessageId < 0) {
            throw new IllegalArgumentException("an entry of " + length + " bytes with client message id "
                    + clientMessageId + ": at least 1 byte and an id of at least 0 are allowed");
        }
        Keys keys = Keys.of(attachment.sessionId());
        List<Object> answer = redis.run(
                Script.APPEND,
                new byte[][] {keys.session(), keys.entries(), keys.index()},
                number(attachment.epoch()),
                number(attachment.number()),
                number(clientMessageId),
                Arrays.copyOfRange(bytes, offset, offset + length),
                number(MAX_SESSION_BYTES));
        requireNewest(attachment, answer);
        long value = (Long) answer.get(1);
        return switch (((Long) answer.get(0)).intValue()) {
            case 0 -> new AppendResult.Stored(value);
            case 1 -> new AppendResult.Duplicate(value);
            case 2 -> new AppendResult.Gap(value);
            default ->
                throw new IllegalArgumentException("the entries of session '" + attachment.sessionId()
                        + "' would take " + value + " bytes, at most " + MAX_SESSION_BYTES
                        + " are kept: begin a new session");
        };
    }

    @Override
    public void putHead(Attachment attachment, byte[] head) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(head, "head");
        Keys keys = Keys.of(attachment.sessionId());
        requireNewest(
                attachment,
                redis.run(
                        Script.PUT_HEAD,
                        new byte[][] {keys.session()},
                        number(attachment.epoch()),
                        number(attachment.number()),
                        head));
    }

    @Override
    public void read(Attachment attachment, long after, long upTo, int maxBatchBytes, EntrySink sink) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(sink, "sink");
        requireBatchSize(maxBatchBytes);
        Supplier<List<Object>> next = chunk(attachment, number(attachment.number()), after, number(upTo), CHUNK_BYTES);
        long at = after;
        do {
            List<Object> answer = next.get();
            requireNewest(attachment, answer);
            if ((Long) answer.get(0) == WRONG) {
                if (at > after) {
                    throw new FencedException(attachment, "its entries were parked while they were read");
                }
                throw new IllegalArgumentException(
                        "entries after " + after + " up to " + upTo + " are asked for, " + there(answer));
            }
            for (EntryBlock block : blocks(at, answer.get(3), answer.get(4))) {
                if (block.lastSequence() < upTo) {
                    // On its way while the sink is at work. Only the first asks for the newest attachment.
                    next = chunk(attachment, NOTHING, block.lastSequence(), number(upTo), CHUNK_BYTES);
                }
                block.give(at, block.lastSequence(), maxBatchBytes, sink);
                at = block.lastSequence();
            }
        } while (at < upTo);
    }

    @Override
    public int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(sink, "sink");
        requireBatchSize(maxBatchBytes);
        List<Object> answer = chunk(attachment, number(attachment.number()), after, NOTHING, maxBatchBytes)
                .get();
        requireNewest(attachment, answer);
        if ((Long) answer.get(0) == WRONG) {
            throw new IllegalArgumentException("entries after " + after + " are asked for, " + there(answer));
        }
        int given = 0;
        for (EntryBlock block : blocks(after, answer.get(3), answer.get(4))) {
            given = block.giveBatch(after, block.lastSequence(), maxBatchBytes, sink);
        }
        return given;
    }

    private Supplier<List<Object>> chunk(Attachment attachment, byte[] number, long after, byte[] upTo, int mostBytes) {
        Keys keys = Keys.of(attachment.sessionId());
        return redis.send(
                Script.READ,
                new byte[][] {keys.session(), keys.entries(), keys.index()},
                number(attachment.epoch()),
                number,
                number(after),
                upTo,
                number(mostBytes));
    }

    private static String there(List<Object> answer) {
        long parked = (Long) answer.get(1);
        return "there are those after " + parked + " up to " + answer.get(2)
                + (parked > 0 ? "; the ones before are parked" : "");
    }

    @Override
    public boolean detach(Attachment attachment, Instant detachedAt, Instant expiresAt) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(detachedAt, "detachedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Hint hint = new Hint(attachment);
        index(Keys.DETACHED, hint, detachedAt);
        index(Keys.EXPIRING, hint, expiresAt);
        Keys keys = hint.keys();
        byte[][] all = redis.isOneServer() ? keys.allAnd(Keys.attachedBy(lease.node())) : keys.all();
        long answer = (Long) redis.run(
                        Script.DETACH,
                        all,
                        number(attachment.epoch()),
                        number(attachment.number()),
                        bytes(Times.text(detachedAt)),
                        bytes(Times.text(expiresAt)),
                        number(Times.keptMillis(detachedAt, expiresAt)),
                        lease.bytes(),
                        keys.member())
                .get(0);
        if (!redis.isOneServer()) {
            forgetAttached(keys);
        }
        forget(answer == SUPERSEDED ? hint : hint.before());
        return answer == DETACHED;
    }

    /** A hint that is too early costs a look; one that is too late, nobody would look in time. */
    private void index(byte[] index, Hint hint, Instant time) {
        redis.run(server -> server.zadd(index, ZAddArgs.Builder.lt(), Times.score(time), hint.member()));
    }

    private void forget(Hint hint) {
        redis.run(server -> server.zrem(Keys.DETACHED, hint.member()));
        redis.run(server -> server.zrem(Keys.EXPIRING, hint.member()));
    }

    @Override
    public List<Attachment> detachedSince(Instant since, int most) {
        Objects.requireNonNull(since, "since");
        requireAtLeastOne(most);
        List<Attachment> found = new ArrayList<>();
        long seen = 0;
        List<Hint> page;
        do {
            page = page(Keys.DETACHED, since, seen);
            for (Hint hint : page) {
                if (found.size() == most) {
                    return found;
                }
                byte[][] fields = fields(hint.keys(), "epoch", "attachment", "detached", "parkedUpTo");
                if (isOver(hint, fields)) {
                    forget(hint);
                } else if (fields[3] != null) {
                    redis.run(server -> server.zrem(Keys.DETACHED, hint.member()));
                } else {
                    seen++;
                    if (fields[2] != null && !Times.of(string(fields[2])).isAfter(since)) {
                        found.add(hint.attachment());
                    }
                }
            }
        } while (page.size() == PAGE);
        return found;
    }

    /** What an index has up to a time, without those that have been seen and are still there. */
    private List<Hint> page(byte[] index, Instant upTo, long seen) {
        return redis
                .run(server -> server.zrangebyscore(
                        index,
                        Range.from(Range.Boundary.unbounded(), Range.Boundary.including(Times.score(upTo))),
                        Limit.create(seen, PAGE)))
                .stream()
                .map(Hint::of)
                .toList();
    }

    private static Attachment attachment(Keys keys, byte[][] fields) {
        return new Attachment(keys.sessionId(), Long.parseLong(string(fields[0])), Long.parseLong(string(fields[1])));
    }

    @Override
    public List<Attachment> abandoned(int most) {
        requireAtLeastOne(most);
        List<Attachment> found = new ArrayList<>();
        if (lease.tellsOfOthers()) {
            for (byte[] name : redis.run(server -> server.smembers(Keys.NODES))) {
                String node = string(name);
                if (found.size() < most && !lease.isHeldBy(node)) {
                    List<Attachment> abandoned = abandonedBy(node, most - found.size());
                    // What it has attached since it has come back is not abandoned.
                    if (!lease.isHeldBy(node)) {
                        found.addAll(abandoned);
                    }
                }
            }
        }
        return found;
    }

    private List<Attachment> abandonedBy(String node, int most) {
        List<Attachment> found = new ArrayList<>();
        byte[] attached = Keys.attachedBy(node);
        Set<byte[]> members = redis.run(server -> server.smembers(attached));
        for (byte[] member : members) {
            if (found.size() == most) {
                return found;
            }
            Keys keys = new Keys(string(member));
            Optional<Attachment> abandoned = attachedBy(node, keys);
            abandoned.ifPresent(found::add);
            if (abandoned.isEmpty()) {
                redis.run(server -> server.srem(attached, member));
                // The process may be alive after all, and have attached it once more meanwhile or be about to.
                if (lease.isHeldBy(node) || attachedBy(node, keys).isPresent()) {
                    redis.run(server -> server.sadd(attached, member));
                }
            }
        }
        if (members.isEmpty()) {
            redis.run(server -> server.srem(Keys.NODES, bytes(node)));
            if (lease.isHeldBy(node)) {
                redis.run(server -> server.sadd(Keys.NODES, bytes(node)));
            }
        }
        return found;
    }

    private Optional<Attachment> attachedBy(String node, Keys keys) {
        byte[][] fields = fields(keys, "epoch", "attachment", "node", "detached");
        boolean attached = fields[2] != null && string(fields[2]).equals(node) && fields[3] == null;
        return attached ? Optional.of(attachment(keys, fields)) : Optional.empty();
    }

    @Override
    public boolean park(Attachment attachment, long headVersion, byte[] head, ParkedEntries parked) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(parked, "parked");
        Keys keys = Keys.of(attachment.sessionId());
        List<Object> answer = redis.run(
                Script.PARK,
                new byte[][] {keys.session(), keys.entries(), keys.index(), keys.parked()},
                number(attachment.epoch()),
                number(attachment.number()),
                number(headVersion),
                head,
                number(parked.upTo()),
                parked.bytes());
        if ((Long) answer.get(0) == WRONG) {
            throw new IllegalArgumentException(
                    "entries up to " + parked.upTo() + " are to be parked, there are " + answer.get(1));
        }
        return (Long) answer.get(0) == 0;
    }

    @Override
    public void unpark(Attachment attachment, byte[] bytes, int[] lengths) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(lengths, "lengths");
        long total = Arrays.stream(lengths).asLongStream().sum();
        int least = Arrays.stream(lengths).min().orElse(1);
        boolean valid = least >= 1 && total == bytes.length;
        Keys keys = Keys.of(attachment.sessionId());
        List<Object> answer = redis.run(
                Script.UNPARK,
                new byte[][] {keys.session(), keys.entries(), keys.index(), keys.parked()},
                number(attachment.epoch()),
                number(attachment.number()),
                number(lengths.length),
                number(bytes.length),
                bytes(valid ? "1" : "0"),
                valid ? bytes : NOTHING);
        requireNewest(attachment, answer);
        if ((Long) answer.get(0) == 0) {
            String detached = string(answer.get(1));
            if (!detached.isEmpty()) {
                index(Keys.DETACHED, new Hint(attachment), Times.of(detached));
            }
            return;
        }
        if ((Long) answer.get(0) == WRONG) {
            throw new IllegalArgumentException(lengths.length + " entries are to be put back, but session '"
                    + attachment.sessionId() + "' is not parked");
        }
        throw new IllegalArgumentException(lengths.length + " entries of at least " + least + " and together " + total
                + " bytes in an array of " + bytes.length + " are to be put back, but " + answer.get(1)
                + " entries of at least 1 and together " + answer.get(2) + " bytes are parked");
    }

    @Override
    public List<String> expire(Instant now) {
        Objects.requireNonNull(now, "now");
        List<String> expired = new ArrayList<>();
        long seen = 0;
        List<Hint> page;
        do {
            page = page(Keys.EXPIRING, now, seen);
            for (Hint hint : page) {
                long ended = (Long) redis.run(Script.EXPIRE, hint.keys().all(), bytes(Times.text(now)))
                        .get(0);
                if (ended > 0) {
                    forget(hint);
                    forget(hint.keys());
                    if (ended == 1) {
                        expired.add(hint.keys().sessionId());
                    }
                } else if (isOver(hint, fields(hint.keys(), "epoch", "attachment"))) {
                    forget(hint);
                } else {
                    seen++;
                }
            }
        } while (page.size() == PAGE);
        return expired;
    }

    /** Whether a session whose epoch and newest attachment begin {@code fields} is past what the hint says. */
    private static boolean isOver(Hint hint, byte[][] fields) {
        return fields[0] == null || !hint.attachment().equals(attachment(hint.keys(), fields));
    }

    @Override
    public void remove(String sessionId) {
        Objects.requireNonNull(sessionId, "sessionId");
        Keys keys = Keys.of(sessionId);
        byte[][] fields = fields(keys, "epoch", "attachment");
        redis.run(server -> server.del(keys.all()));
        if (fields[0] != null) {
            forget(new Hint(attachment(keys, fields)));
        }
        forget(keys);
    }

    /** Takes a session that has ended out of the names of all, and puts it back if it has been opened anew meanwhile. */
    private void forget(Keys keys) {
        redis.run(server -> server.srem(Keys.SESSIONS, keys.member()));
        if (redis.run(server -> server.exists(keys.session())) == 1) {
            redis.run(server -> server.sadd(Keys.SESSIONS, keys.member()));
        }
    }

    /** The process, as keys name it. */
    String node() {
        return lease.node();
    }

    @Override
    public long sessions() {
        return redis.run(server -> server.scard(Keys.SESSIONS));
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            lease.close();
            redis.close();
        }
    }

    private byte @Nullable [][] fields(Keys keys, String... names) {
        byte[][] wanted = Arrays.stream(names).map(RedisStore::bytes).toArray(byte[][]::new);
        List<KeyValue<byte[], byte[]>> found = redis.run(server -> server.hmget(keys.session(), wanted));
        byte[][] values = new byte[names.length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = found.get(i).getValueOrElse(null);
        }
        return values;
    }

    private static void requireNewest(Attachment attachment, List<Object> answer) {
        long code = (Long) answer.get(0);
        if (code == GONE) {
            throw new FencedException(attachment, "the session is gone");
        }
        if (code == SUPERSEDED) {
            throw new FencedException(attachment, "attachment " + answer.get(1) + " has come");
        }
    }

    private static boolean isOne(List<Object> answer) {
        return (Long) answer.get(0) == 1;
    }

    private static byte[] number(long number) {
        return bytes(Long.toString(number));
    }

    /** Any text, unpaired surrogates included. */
    private static byte[] text(String text) {
        byte[] bytes = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >> Byte.SIZE);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        return bytes;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String string(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.US_ASCII);
    }

    private static void requireBatchSize(int maxBatchBytes) {
        if (maxBatchBytes < 1) {
            throw new IllegalArgumentException(
                    "batches of at most " + maxBatchBytes + " bytes are asked for, at least 1 is allowed");
        }
    }

    private static void requireAtLeastOne(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at most " + most + " sessions are asked for, at least 1 is allowed");
        }
    }
}
