package org.reprise.benchmarks.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page: a template, into which all text goes escaped, and the charts' data as JSON beside it.
 *
 * <p>The browser runs the two scripts whose digests the page names, and no other; it loads nothing.
 */
final class Html {

    private static final String LIBRARY = "META-INF/resources/webjars/echarts/";
    private static final String LIBRARY_VERSION = "META-INF/maven/org.webjars/echarts/pom.properties";

    private Html() {}

    static String of(Report report) {
        String version = libraryVersion();
        String library = text("/" + LIBRARY + version + "/echarts.min.js");
        String script = text("report.js");
        Map<String, Object> view = Map.of(
                "report",
                report,
                "styles",
                text("report.css"),
                "data",
                json(report),
                "library",
                library,
                "libraryDigest",
                digest(library),
                "libraryVersion",
                version,
                "script",
                script,
                "scriptDigest",
                digest(script));
        return Mustache.compiler()
                .emptyStringIsFalse(true)
                .compile(text("report.mustache"))
                .execute(view);
    }

    /** Without any '<', so that no text in it can end the script that holds it. */
    private static String json(Report report) {
        return JsonMapper.shared()
                .writerFor(new TypeReference<List<Chart>>() {})
                .writeValueAsString(report.charts())
                .replace("<", "\\u003c");
    }

    private static String libraryVersion() {
        Properties properties = new Properties();
        try (InputStream in = open("/" + LIBRARY_VERSION)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String text(String resource) {
        try (InputStream in = open(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(Html.class.getResourceAsStream(resource), resource + " is not in the jar");
    }

    private static String digest(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
