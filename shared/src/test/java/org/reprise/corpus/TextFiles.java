package org.reprise.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of a temporary directory, opened as corpora. */
record TextFiles(Path directory) {

    Corpus open(String content) {
        return open("chats.json", content.getBytes(UTF_8));
    }

    Corpus open(String name, byte[] content) {
        try {
            return Corpora.open(Files.write(directory.resolve(name), content).toString(), 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
