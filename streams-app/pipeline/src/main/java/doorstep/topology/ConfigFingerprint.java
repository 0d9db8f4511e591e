package doorstep.topology;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.tally.ZoneTransitions;
import doorstep.window.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** The settings that state was built under, kept with it: figures counted under two meanings would be of neither. */
final class ConfigFingerprint {
    private static final int SHOWN = 40; // of the transitions, which are thousands of characters
    private static final Bytes KEY = Bytes.wrap("meaning".getBytes(StandardCharsets.UTF_8));

    private final SortedMap<String, String> settings;

    ConfigFingerprint(SortedMap<String, String> settings) {
        this.settings = settings;
    }

    /**
     * The settings for a task to go on under: its own, with the zone's transitions that its state was counted under.
     * This JDK may have others, and what was added to one day must be subtracted from the same one.
     *
     * @throws RefusedException if the state was built under other settings
     */
    static EngineSettings inForce(EngineSettings settings, KeyValueStore<Bytes, byte[]> store, String place) {
        byte[] stored = store.get(KEY);
        if (stored == null) {
            return settings;
        }
        SortedMap<String, String> kept = read(new ByteReader(stored));
        String transitions = kept.get(EngineSettings.TRANSITIONS);
        boolean sameZone = Objects.equals(kept.get("zone"), settings.fingerprinted().get("zone"));
        EngineSettings inForce =
                transitions != null && sameZone ? settings.with(ZoneTransitions.parse(transitions)) : settings;
        new ConfigFingerprint(inForce.fingerprinted()).requireSame(kept, place);
        return inForce;
    }

    void keep(KeyValueStore<Bytes, byte[]> store) {
        ByteWriter out = new ByteWriter();
        out.writeVarint(settings.size());
        settings.forEach((key, value) -> out.writeString(key).writeString(value));
        store.put(KEY, out.toBytes());
    }

    private static SortedMap<String, String> read(ByteReader in) {
        SortedMap<String, String> fingerprinted = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            fingerprinted.put(in.readString(), in.readString());
        }
        return fingerprinted;
    }

    private void requireSame(SortedMap<String, String> kept, String place) {
        TreeSet<String> keys = new TreeSet<>(kept.keySet());
        keys.addAll(settings.keySet());
        StringBuilder changes = new StringBuilder();
        for (String key : keys) {
            String before = kept.getOrDefault(key, "(not set)");
            String after = settings.getOrDefault(key, "(not set)");
            if (!before.equals(after)) {
                changes.append(changes.isEmpty() ? "" : "; ")
                        .append(key + " was '" + shown(key, before) + "' and is '" + shown(key, after) + "'");
            }
        }
        if (!changes.isEmpty()) {
            throw new RefusedException("CHANGED_MEANING: the state of " + place + " was counted under other settings: "
                    + changes + ". Set them back, or run `doorstep rebuild` to count again under the new ones.");
        }
    }

    private static String shown(String key, String value) {
        return key.equals(EngineSettings.TRANSITIONS) && value.length() > SHOWN
                ? value.substring(0, SHOWN) + "…"
                : value;
    }
}
