// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.family.RowHead;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.WindowKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowKeysTest {
    private static final int FAMILY = 3;
    private static final List<String> UNITS =
            List.of("*", "city", "city/n\u00f6rd 1", "\u57ce/a=b", "\ufffd", "100%|x");
    private static final List<String> FACETS = List.of("", "OVERALL:GRADE_5", "a/b");

    private static List<byte[]> keys() {
        List<byte[]> keys = new ArrayList<>();
        for (String unit : UNITS) {
            for (Slice slice : List.of(Slice.TOTAL, Slice.of(Breakdown.AREA, "north/hill"))) {
                for (String facet : FACETS) {
                    for (WindowKind kind : WindowKind.values()) {
                        for (long start : List.of(0L, 15_000L)) {
                            String key = RowHead.of(new Cell(FAMILY, unit, slice, facet), kind, start)
                                    .key();
                            keys.add(key.getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        }
        return keys;
    }

    /** Whatever came before: the parts of a key that is none must not make others good. */
    @Test
    void shouldTakeEachKeyAsIfItWereTheFirst() {
        Random dice = new Random(5);
        List<byte[]> keys = keys();
        for (byte[] key : List.copyOf(keys)) {
            byte[] changed = key.clone();
            changed[dice.nextInt(key.length)] = (byte) dice.nextInt(256);
            keys.add(changed);
            byte[] other = keys.get(dice.nextInt(keys.size()));
            int cut = dice.nextInt(key.length + 1);
            byte[] spliced = new byte[cut + other.length];
            System.arraycopy(key, 0, spliced, 0, cut);
            System.arraycopy(other, 0, spliced, cut, other.length);
            keys.add(spliced);
        }
        keys.add(new byte[0]);
        keys.addAll(List.copyOf(keys));
        Collections.shuffle(keys, dice);
        RowKeys parser = new RowKeys(FAMILY);
        int good = 0;
        for (byte[] key : keys) {
            Optional<ParsedKey> expected = ParsedKey.of(FAMILY, key);
            assertThat(parser.parse(key))
                    .as(new String(key, StandardCharsets.UTF_8))
                    .isEqualTo(expected);
            good += expected.isPresent() ? 1 : 0;
        }

        assertThat(good).isBetween(keys.size() / 4, keys.size() - 100);
    }
}
