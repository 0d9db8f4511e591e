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
 * The rows of {@code doorstep.settings}, as they stand there or as they are to stand there: what the figures were counted
 * under. One row holds a checksum of all the others, so that a part of a set, or a mixture of two, is never taken for a
 * whole. The rows of a rebuild are outside of it: they come and go by themselves. Immutable.
 */
public final class PublishedSettings {
    /** Nothing was ever published. */
    public static final PublishedSettings NONE = new PublishedSettings(Map.of());

    /** How many rebuilds there were; no row: none. */
    public static final String REBUILD_NUMBER = "rebuild.number";
    /** Stands as long as a rebuild is under way. */
    public static final String REBUILD_MARK = "rebuild.mark";
    /** Begins the names of the versions of what is stored. */
    public static final String FORMAT = "format.";

    private static final String CHECKSUM = "checksum";
    private static final Set<String> OF_REBUILD = Set.of(REBUILD_NUMBER, REBUILD_MARK);

    /** One setting in two places; empty where there is none of that name. */
    public record Difference(String name, Optional<String> published, Optional<String> own) {
        private static final int LONGEST_SHOWN = 100;

        /** For people. */
        public String publishedText() {
            return shown(published);
        }

        /** For people. */
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

    /** A whole set, to be published. */
    public static PublishedSettings of(Map<String, String> settings) {
        Map<String, String> rows = new TreeMap<>(settings);
        rows.put(CHECKSUM, checksum(settings));
        return new PublishedSettings(rows);
    }

    /** What stands in the topic, whatever that is. */
    public static PublishedSettings standing(Map<String, String> rows) {
        return new PublishedSettings(rows);
    }

    /** The latest value of each row, by name. */
    public SortedMap<String, String> rows() {
        return rows;
    }

    /** Those that one instance published together; none of a rebuild. */
    public SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>(rows);
        settings.keySet().removeAll(OF_REBUILD);
        settings.remove(CHECKSUM);
        return settings;
    }

    /** True if no instance has published anything; a rebuild may have. */
    public boolean isAbsent() {
        return settings().isEmpty() && !rows.containsKey(CHECKSUM);
    }

    /** True if all settings of one set are here, and none of another one. */
    public boolean isWhole() {
        return checksum(settings()).equals(rows.get(CHECKSUM));
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(rows.get(name));
    }

    /** The number of the latest rebuild; 0: there was none. */
    public long rebuild() {
        return value(REBUILD_NUMBER).map(Long::valueOf).orElse(0L);
    }

    /** What the rebuild under way says of itself; empty: none is. */
    public Optional<String> rebuildMark() {
        return value(REBUILD_MARK);
    }

    /** The settings of which an instance has others, by name; none where it has none published. */
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
     * What has to be sent so that another set stands there instead of this one: all of its rows, and tombstones for those
     * that it lacks. Leaves alone what belongs to rebuilds.
     *
     * @return name → value, empty for a tombstone; nothing if it stands there already
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

    /** The same for a rebuild, whose rows come and go with the others: what has to be sent, whatever stands there. */
    public SortedMap<String, Optional<String>> turnedInto(PublishedSettings wanted) {
        SortedMap<String, Optional<String>> sent = new TreeMap<>();
        rows.keySet().forEach(name -> sent.put(name, Optional.empty()));
        wanted.rows.forEach((name, value) -> sent.put(name, Optional.of(value)));
        return sent;
    }

    /** A whole set, with one value set or replaced. */
    public PublishedSettings with(String name, String value) {
        Map<String, String> with = new TreeMap<>(settings());
        with.put(name, value);
        return of(with);
    }

    /** With a rebuild under way. */
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
