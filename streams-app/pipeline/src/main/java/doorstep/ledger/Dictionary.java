// SPDX-License-Identifier: Apache-2.0
package doorstep.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Assigns small numbers to strings that repeat often (units, areas, codes), from 1 up; 0 is reserved for "absent". The
 * store (number → UTF-8) is authoritative; the in-memory maps are loaded from it once.
 */
public final class Dictionary {
    private static final int ASKED = 1 << 12;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private final String[] asked = new String[ASKED]; // by hash
    private final int[] answered = new int[ASKED];

    public Dictionary(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        words.add("");
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) { // in key order: big-endian numbers
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                String word = new String(entry.value, StandardCharsets.UTF_8);
                if (ByteBuffer.wrap(entry.key.get()).getInt() != words.size()) {
                    throw new IllegalStateException("dictionary: number " + words.size() + " is missing");
                }
                numbers.put(word, words.size());
                words.add(word);
            }
        }
    }

    public int numberOf(String word) {
        int slot = word.hashCode() & (ASKED - 1);
        if (!word.equals(asked[slot])) { // usually the same object
            answered[slot] = lookUp(word);
            asked[slot] = word;
        }
        return answered[slot];
    }

    private int lookUp(String word) {
        Integer number = numbers.get(word);
        if (number != null) {
            return number;
        }
        int next = words.size();
        store.put(Bytes.wrap(ByteBuffer.allocate(4).putInt(next).array()), word.getBytes(StandardCharsets.UTF_8));
        numbers.put(word, next);
        words.add(word);
        return next;
    }

    public String word(int number) {
        return words.get(number);
    }
}
