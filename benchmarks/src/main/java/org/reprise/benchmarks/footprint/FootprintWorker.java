package org.reprise.benchmarks.footprint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reprise.benchmarks.codec.CodecType;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.result.JmhJson;
import org.reprise.result.Measurement;

/** The JVM in which footprints are measured: writes them to a file. */
public final class FootprintWorker {

    private FootprintWorker() {}

    /** Arguments: the file, the corpus, the sizes and the codecs, the latter two separated by commas. */
    public static void main(String[] args) {
        List<Measurement> measurements = new ArrayList<>();
        for (String size : args[2].split(",")) {
            for (String codec : args[3].split(",")) {
                measurements.addAll(
                        FootprintMeter.measure(CodecType.valueOf(codec), ContextSize.valueOf(size), args[1]));
            }
        }
        JmhJson.write(measurements, Path.of(args[0]));
    }
}
