package org.reprise.stress.oracle;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netbeans.lib.profiler.heap.ArrayItemValue;
import org.netbeans.lib.profiler.heap.FieldValue;
import org.netbeans.lib.profiler.heap.GCRoot;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.ObjectArrayInstance;
import org.netbeans.lib.profiler.heap.ObjectFieldValue;

/** Names what holds an object that should be gone, by a dump of this process's heap. */
public final class HeapDump {

    private static final int MOST_STEPS = 60;
    private static final String SUSPECT = "suspect";
    private static final String REFERENT = "referent";

    /** By this the suspect is found in the dump. */
    @SuppressWarnings("unused")
    private static volatile @Nullable Reference<?> suspect;

    private HeapDump() {}

    /**
     * The shortest way from a root of garbage collection to an object, field by field.
     *
     * @param object refers to the object; neither softly nor by any strong way of the caller's, which would be found
     * @param file where the dump is written; it ends in {@code .hprof} and does not exist. It is left there
     * @throws IOException if the dump cannot be written or read
     */
    public static synchronized String pathTo(Reference<?> object, Path file) throws IOException {
        suspect = object;
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpHeap(file.toAbsolutePath().toString(), true);
        } finally {
            suspect = null;
        }
        Heap heap = HeapFactory.createHeap(file.toFile());
        Instance reference =
                (Instance) heap.getJavaClassByName(HeapDump.class.getName()).getValueOfStaticField(SUSPECT);
        return reference.getValueOfField(REFERENT) instanceof Instance held
                ? describe(heap, held)
                : "it was collected while the heap was dumped";
    }

    private static String describe(Heap heap, Instance held) {
        Deque<String> steps = new ArrayDeque<>();
        Instance at = held;
        steps.addFirst(at.getJavaClass().getName());
        while (!at.isGCRoot() && steps.size() < MOST_STEPS) {
            Instance holder = at.getNearestGCRootPointer();
            if (holder == null) {
                return held.getJavaClass().getName() + ", which no root reaches";
            }
            steps.addFirst(step(heap, holder, at));
            at = holder;
        }
        GCRoot root = heap.getGCRoot(at);
        return (root == null ? "root" : root.getKind()) + ": " + String.join(" -> ", steps);
    }

    private static String step(Heap heap, Instance holder, Instance held) {
        if (holder instanceof ObjectArrayInstance array) {
            return array.getJavaClass().getName() + index(array, held);
        }
        JavaClass statics = heap.getJavaClassByID(holder.getInstanceId());
        return statics == null
                ? holder.getJavaClass().getName() + field(fields(holder.getFieldValues()), held)
                : "static " + statics.getName() + field(fields(statics.getStaticFieldValues()), held);
    }

    private static String index(ObjectArrayInstance array, Instance held) {
        for (Object item : array.getItems()) {
            if (item instanceof ArrayItemValue value && held.equals(value.getInstance())) {
                return "[" + value.getIndex() + "]";
            }
        }
        return "";
    }

    private static String field(Collection<FieldValue> fields, Instance held) {
        for (FieldValue value : fields) {
            if (value instanceof ObjectFieldValue field && held.equals(field.getInstance())) {
                return "." + field.getField().getName();
            }
        }
        return "";
    }

    @SuppressWarnings("unchecked")
    private static Collection<FieldValue> fields(List<?> raw) {
        return (Collection<FieldValue>) (Collection<?>) raw;
    }
}
