// SPDX-License-Identifier: Apache-2.0
package doorstep.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows of {@code doorstep.settings}, as they are in the topic or are to be: the settings that the figures were
 * counted under. One row holds a checksum of all the others, so that a part of a set, or a mixture of two, is never
 * mistaken for a complete set. The rows of a rebuild are not part of the checksum, because they come and go
 * independently. Immutable.
 */
public final class PublishedSettings {
    /** No settings: nothing was ever published. */
    public static final PublishedSettings NONE = new PublishedSettings(Map.of());

    /** Number of rebuilds so far; without this row, none. */
    public static final String REBUILD_NUMBER = "rebuild.number";
    /** Exists while a rebuild is in progress. */
    public static final String REBUILD_MARK = "rebuild.mark";
    /** Name of the zone's transitions: this JDK's, unless existing figures were counted by others. */
    public static final String ZONE_TRANSITIONS = "zone.transitions";
    /** Prefix of the names of format versions. */
    public static final String FORMAT = "format.";

    private static final String CHECKSUM = "checksum";
    private static final Set<String> OF_REBUILD = Set.of(REBUILD_NUMBER, REBUILD_MARK);

    /** A setting that differs between the published and an instance's own ones; empty where it is missing. */
    public record Difference(String name, Optional<String> published, Optional<String> own) {
        private static final int LONGEST_SHOWN = 100;

        /** The published value, for messages. */
        public String publishedText() {
            return shown(published);
        }

        /** The instance's own value, for messages. */
        public String ownText() {
            return shown(own);
        }

        private static String shown(Optional<String> value) {
            return value.map(text -> text.length() <= LONGEST_SHOWN
                            ? "'" + text + "'"
                            : "a text with the hash " + Integer.toHexString(text.hashCode()))
                    .orElse("not set");
        }
    }

    private final SortedMap<String, String> rows;

    private PublishedSettings(Map<String, String> rows) {
        this.rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }

    /** A complete set, to be published. */
    public static PublishedSettings of(Map<String, String> settings) {
        Map<String, String> rows = new TreeMap<>(settings);
        rows.put(CHECKSUM, checksum(settings));
        return new PublishedSettings(rows);
    }

    /** The rows read from the topic, whatever they are. */
    public static PublishedSettings ofRows(Map<String, String> rows) {
        return new PublishedSettings(rows);
    }

    /** The latest value of each row, by name. */
    public SortedMap<String, String> rows() {
        return rows;
    }

    /** The settings that one instance published together, without the rows of a rebuild. */
    public SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>(rows);
        settings.keySet().removeAll(OF_REBUILD);
        settings.remove(CHECKSUM);
        return settings;
    }

    /** Whether no instance has published anything; a rebuild may have. */
    public boolean isAbsent() {
        return settings().isEmpty() && !rows.containsKey(CHECKSUM);
    }

    /** Whether all settings of one set are here, and none of another one. */
    public boolean isWhole() {
        return checksum(settings()).equals(rows.get(CHECKSUM));
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(rows.get(name));
    }

    /** The number of the latest rebuild; 0 if there was none. */
    public long rebuild() {
        return value(REBUILD_NUMBER).map(Long::valueOf).orElse(0L);
    }

    /** The mark of the rebuild in progress; empty if there is none. */
    public Optional<String> rebuildMark() {
        return value(REBUILD_MARK);
    }

    /** The settings that differ between the published and an instance's own ones, including missing ones, by name. */
    public List<Difference> differences(Map<String, String> own) {
        Map<String, String> published = settings();
        Set<String> names = new TreeSet<>(published.keySet());
        names.addAll(own.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            Optional<String> there = Optional.ofNullable(published.get(name));
            Optional<String> here = Optional.ofNullable(own.get(name));
            if (!there.equals(here)) {
                differences.add(new Difference(name, there, here));
            }
        }
        return differences;
    }

    /**
     * The records that replace this set by another one in the topic: all of the new rows, and tombstones for rows that
     * it lacks. Leaves the rows of rebuilds alone.
     *
     * @return name → value, empty for a tombstone; nothing if the set is there already
     */
    public SortedMap<String, Optional<String>> replacedBy(PublishedSettings wanted) {
        SortedMap<String, Optional<String>> sent = new TreeMap<>();
        if (isWhole() && settings().equals(wanted.settings())) {
            return sent;
        }
        sent.putAll(turnedInto(wanted));
        sent.keySet().removeAll(OF_REBUILD);
        return sent;
    }

    /** Like {@link #replacedBy}, but for a rebuild: includes the rows of rebuilds, and always returns all records. */
    public SortedMap<String, Optional<String>> turnedInto(PublishedSettings wanted) {
        SortedMap<String, Optional<String>> sent = new TreeMap<>();
        rows.keySet().forEach(name -> sent.put(name, Optional.empty()));
        wanted.rows.forEach((name, value) -> sent.put(name, Optional.of(value)));
        return sent;
    }

    /** A complete set, with one value set or replaced. */
    public PublishedSettings with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** A complete set, with some values set or replaced. */
    public PublishedSettings with(Map<String, String> values) {
        Map<String, String> with = new TreeMap<>(settings());
        with.putAll(values);
        return of(with);
    }

    /** A copy with a rebuild in progress. */
    public PublishedSettings withRebuild(long number, String mark) {
        Map<String, String> with = new TreeMap<>(rows);
        with.put(REBUILD_NUMBER, String.valueOf(number));
        with.put(REBUILD_MARK, mark);
        return new PublishedSettings(with);
    }

    private static String checksum(Map<String, String> settings) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(settings).forEach((name, value) -> {
                add(hash, name);
                add(hash, value);
            });
            return HexFormat.of().formatHex(hash.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void add(MessageDigest hash, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        hash.update(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublishedSettings it && it.rows.equals(rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
