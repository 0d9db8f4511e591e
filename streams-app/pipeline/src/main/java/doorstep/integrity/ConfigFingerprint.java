// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.settings.PublishedSettings;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The settings that state was built under, kept with the state: figures counted partly under other settings would be
 * wrong under both.
 */
public final class ConfigFingerprint {
    private static final int SHOWN = 40; // characters of the transitions, which have thousands
    private static final Bytes KEY = Bytes.wrap("meaning".getBytes(StandardCharsets.UTF_8));

    private final SortedMap<String, String> settings;

    public ConfigFingerprint(SortedMap<String, String> settings) {
        this.settings = settings;
    }

    /** The settings that state was built under; empty if none were kept yet. */
    public static Optional<ConfigFingerprint> kept(KeyValueStore<Bytes, byte[]> store) {
        return Optional.ofNullable(store.get(KEY)).map(bytes -> new ConfigFingerprint(read(new ByteReader(bytes))));
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    public void keep(KeyValueStore<Bytes, byte[]> store) {
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

    /**
     * @param now settings to continue under
     * @param task the task, as messages name it
     * @throws RefusedException CHANGED_MEANING if they differ from these
     */
    public void requireSame(SortedMap<String, String> now, String task) {
        TreeSet<String> keys = new TreeSet<>(settings.keySet());
        keys.addAll(now.keySet());
        StringBuilder changes = new StringBuilder();
        for (String key : keys) {
            String before = settings.getOrDefault(key, "(not set)");
            String after = now.getOrDefault(key, "(not set)");
            if (!before.equals(after)) {
                changes.append(changes.isEmpty() ? "" : "; ")
                        .append(key + " was '" + shown(key, before) + "' and is '" + shown(key, after) + "'");
            }
        }
        if (!changes.isEmpty()) {
            throw new RefusedException("CHANGED_MEANING: the state of " + task + " was counted under other settings: "
                    + changes + ". Set them back, or run `doorstep rebuild` to count again under the new ones.");
        }
    }

    private static String shown(String key, String value) {
        return key.equals(PublishedSettings.ZONE_TRANSITIONS) && value.length() > SHOWN
                ? value.substring(0, SHOWN) + "…"
                : value;
    }
}
