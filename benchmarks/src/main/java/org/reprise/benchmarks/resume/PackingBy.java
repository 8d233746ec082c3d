package org.reprise.benchmarks.resume;

import java.util.List;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.Packer;
import org.reprise.codec.PackingDictionary;

/** What parked entries are packed by. */
public enum PackingBy {
    /** No dictionary. */
    NONE {
        @Override
        public Packer packer(ContextSize size, String corpus, ContextCodec codec) {
            return Packer.PLAIN;
        }
    },
    /** A dictionary that was learned from {@value #CONVERSATIONS} conversations which are not measured. */
    LEARNED {
        @Override
        public Packer packer(ContextSize size, String corpus, ContextCodec codec) {
            return new Packer(List.of(PackingDictionary.learn(size.others(corpus, CONVERSATIONS), codec)));
        }
    };

    private static final int CONVERSATIONS = 25;

    /** What packs the contexts of a size. */
    public abstract Packer packer(ContextSize size, String corpus, ContextCodec codec);
}
