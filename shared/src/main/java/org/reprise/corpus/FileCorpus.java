package org.reprise.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.reprise.context.SessionContext;

/** The conversations of a file, of which only the offsets are held in memory. */
final class FileCorpus implements Corpus {

    private static final String EXPECTED =
            "\"" + Corpora.GENERATED + "\", \"" + Corpora.MULTILINGUAL + "\" or the path of a file of conversations";

    private final Path path;
    private final Place file;
    private final long[] offsets;
    private final long seed;
    private final ContextAssembler assembler;

    private FileCorpus(Path path, Place file, long[] offsets, long seed) {
        this.path = path;
        this.file = file;
        this.offsets = offsets;
        this.seed = seed;
        this.assembler = new ContextAssembler(this, seed);
    }

    /** Opens the file at {@code spec}, after reading all of it. */
    static FileCorpus open(String spec, long seed) {
        Place file = Place.file(spec.isEmpty() ? "\"\"" : spec);
        Path path = pathOf(spec, file);
        if (!Files.exists(path)) {
            throw file.bad("no such file", EXPECTED);
        }
        if (!Files.isRegularFile(path)) {
            throw file.bad("is not a file", EXPECTED);
        }
        LongStream.Builder offsets = LongStream.builder();
        try {
            ChatFileReader.readAll(Files.newInputStream(path), file, (conversation, offset, place) -> {
                map(conversation, place, path, seed, place.conversation() - 1);
                offsets.add(offset);
            });
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return new FileCorpus(path, file, offsets.build().toArray(), seed);
    }

    private static Path pathOf(String spec, Place file) {
        try {
            return Path.of(spec);
        } catch (InvalidPathException e) {
            throw file.bad("is no path: " + e.getReason(), EXPECTED, e);
        }
    }

    private static CorpusException unreadable(Place file, IOException e) {
        return file.bad("cannot be read: " + e, "a readable file", e);
    }

    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public Conversation conversation(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("index is " + index + ", at least 0 is expected");
        }
        int inFile = index % offsets.length;
        Place place = file.inConversation(inFile + 1);
        try (SeekableByteChannel channel = Files.newByteChannel(path)) {
            InputStream in = Channels.newInputStream(channel.position(offsets[inFile]));
            return map(ChatFileReader.readOne(in, place), place, path, seed, index);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public SessionContext context(int conversations) {
        return assembler.context(conversations);
    }

    private static Conversation map(ChatConversation chat, Place place, Path path, long seed, int index) {
        Draws draws = new Draws(seed, index);
        Timeline timeline =
                new Timeline(draws, index, Math.max(1, chat.messages().size()));
        return new ConversationMapper(stem(path), new HistoryBuilder(draws, timeline)).map(chat, place);
    }

    private static String stem(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }
}
