// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InternTableTest {
    private final List<String> workedOut = new ArrayList<>();
    private final InternTable<String> words = new InternTable<>(bytes -> {
        String word = new String(bytes, StandardCharsets.US_ASCII);
        workedOut.add(word);
        return word.startsWith("no") ? null : word;
    });

    @Test
    void shouldWorkOutEachWordOnce() {
        assertThat(get("unit")).isEqualTo("unit");
        assertThat(get("unit")).isEqualTo("unit");
        assertThat(get("nothing")).isNull();
        assertThat(get("nothing")).isNull();
        assertThat(workedOut).containsExactly("unit", "nothing");
    }

    @Test
    void shouldGiveEachWordItsOwnMeaningHoweverManyThereAre() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 30_000; i++) {
                assertThat(get("unit" + i)).isEqualTo("unit" + i);
            }
        }
        assertThat(workedOut).as("forgotten in between").hasSizeGreaterThan(30_000);
    }

    @Test
    void shouldNotKeepLongWords() {
        String word = "w".repeat(257);
        get(word);
        get(word);
        assertThat(workedOut).containsExactly(word, word);
    }

    private String get(String word) {
        byte[] around = ("<" + word + ">").getBytes(StandardCharsets.US_ASCII);
        return words.get(around, 1, around.length - 1);
    }
}
