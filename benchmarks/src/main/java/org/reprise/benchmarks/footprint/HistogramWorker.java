package org.reprise.benchmarks.footprint;

import java.nio.file.Path;
import java.util.TreeMap;
import org.openjdk.jol.info.GraphLayout;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.Packer;
import org.reprise.context.SessionContext;
import org.reprise.resume.RetentionPolicy;
import org.reprise.store.memory.MemoryStore;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JVM in which objects are counted by class: writes the counts and bytes to a file. */
public final class HistogramWorker {

    private HistogramWorker() {}

    /** Arguments: the file, the corpus, the size. */
    public static void main(String[] args) {
        BinaryCodec codec = new BinaryCodec();
        SessionContext context =
                codec.decode(codec.encode(ContextSize.valueOf(args[2]).of(args[1])));
        ObjectNode written = JsonMapper.shared().createObjectNode();
        add(written.putObject("context"), GraphLayout.parseInstance(context), 1, 1);
        MemoryStore store = new MemoryStore();
        FootprintMeter.fill(store, codec, context, RetentionPolicy.DEFAULT, Packer.PLAIN);
        ObjectNode session = written.putObject("session");
        add(session, GraphLayout.parseInstance(store), 1, FootprintMeter.SESSIONS);
        add(session, GraphLayout.parseInstance(new MemoryStore()), -1, FootprintMeter.SESSIONS);
        JsonMapper.shared().writeValue(Path.of(args[0]), written);
    }

    /** Adds {@code sign} times what a graph holds to what stands there, for each of so many. */
    private static void add(ObjectNode classes, GraphLayout graph, int sign, int of) {
        TreeMap<String, Class<?>> byName = new TreeMap<>();
        graph.getClasses().forEach(type -> byName.put(type.getTypeName(), type));
        byName.forEach((name, type) -> {
            ObjectNode sum = classes.has(name) ? (ObjectNode) classes.get(name) : classes.putObject(name);
            double count = graph.getClassCounts().count(type) / (double) of;
            double bytes = graph.getClassSizes().count(type) / (double) of;
            sum.put("count", sum.path("count").asDouble(0) + sign * count);
            sum.put("bytes", sum.path("bytes").asDouble(0) + sign * bytes);
        });
    }
}
