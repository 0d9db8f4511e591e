package doorstep.topology;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.window.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** The settings that state was built under, kept with it: figures counted under two meanings would be of neither. */
final class Meaning {
    private static final Bytes KEY = Bytes.wrap("meaning".getBytes(StandardCharsets.UTF_8));

    private final SortedMap<String, String> settings;

    Meaning(SortedMap<String, String> settings) {
        this.settings = settings;
    }

    void keep(KeyValueStore<Bytes, byte[]> store) {
        ByteWriter out = new ByteWriter();
        out.writeVarint(settings.size());
        settings.forEach((key, value) -> out.writeString(key).writeString(value));
        store.put(KEY, out.toBytes());
    }

    /** @throws RefusedException if the store was built under other settings */
    void requireSame(KeyValueStore<Bytes, byte[]> store, String place) {
        byte[] kept = store.get(KEY);
        if (kept != null) {
            requireSame(read(new ByteReader(kept)), place);
        }
    }

    private static SortedMap<String, String> read(ByteReader in) {
        SortedMap<String, String> meaning = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            meaning.put(in.readString(), in.readString());
        }
        return meaning;
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
                        .append(key + " was '" + before + "' and is '" + after + "'");
            }
        }
        if (!changes.isEmpty()) {
            throw new RefusedException("CHANGED_MEANING: the state of " + place + " was counted under other settings: "
                    + changes + ". Set them back, or run `doorstep rebuild` to count again under the new ones.");
        }
    }
}
