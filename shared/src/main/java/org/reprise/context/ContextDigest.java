package org.reprise.context;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A digest of all that a context knows, the same for equal contexts whatever codec, process or machine they came
 * through, and in whatever order their maps were filled.
 *
 * <p>Each section is a SHA-256 over a canonical form that gives every text and list its length first, so that no two
 * contexts share a form; {@code value} is the SHA-256 over the sections' digests in the order of
 * {@link ContextSection}.
 *
 * @param value the digest of the whole, 64 lower-case hexadecimal digits
 * @param sections the digest of each section, likewise
 */
public record ContextDigest(String value, Map<ContextSection, String> sections) {

    public ContextDigest {
        Objects.requireNonNull(value, "value");
        Map<ContextSection, String> copy = new EnumMap<>(ContextSection.class);
        for (ContextSection section : ContextSection.values()) {
            copy.put(section, Objects.requireNonNull(sections.get(section), section.name()));
        }
        sections = Collections.unmodifiableMap(copy);
    }

    /** Digests {@code context}. */
    public static ContextDigest of(SessionContext context) {
        Map<ContextSection, String> sections = new EnumMap<>(ContextSection.class);
        CanonicalDigest whole = new CanonicalDigest();
        for (ContextSection section : ContextSection.values()) {
            CanonicalDigest digest = new CanonicalDigest();
            add(section, context, digest);
            String hex = digest.hex();
            sections.put(section, hex);
            whole.text(hex);
        }
        return new ContextDigest(whole.hex(), sections);
    }

    /** The sections in which this digest and {@code other} differ, in the order of {@link ContextSection}. */
    public List<ContextSection> differencesFrom(ContextDigest other) {
        List<ContextSection> differing = new ArrayList<>();
        for (ContextSection section : ContextSection.values()) {
            if (!sections.get(section).equals(other.sections.get(section))) {
                differing.add(section);
            }
        }
        return List.copyOf(differing);
    }

    private static void add(ContextSection section, SessionContext context, CanonicalDigest digest) {
        SessionHead head = context.head();
        switch (section) {
            case IDENTITY ->
                digest.text(head.sessionId())
                        .text(head.userId())
                        .text(head.agentId())
                        .instant(head.createdAt())
                        .instant(head.updatedAt());
            case HISTORY -> digest.list(context.history(), CanonicalDigest::entry);
            case TOOL_CALLS -> digest.list(context.toolCalls(), CanonicalDigest::entry);
            case MEMORY -> digest.map(head.memory(), CanonicalDigest::variable);
            case WORKFLOW ->
                digest.text(head.workflow().name())
                        .text(head.workflow().step())
                        .text(head.workflow().status().name())
                        .map(head.workflow().state(), CanonicalDigest::value);
            case PREFERENCES -> digest.map(head.preferences(), CanonicalDigest::value);
        }
    }
}
