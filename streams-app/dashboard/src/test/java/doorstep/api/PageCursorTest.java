// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageCursorTest {
    @Test
    void shouldComeBackAsItWasGiven() {
        for (PageCursor cursor : List.of(
                new PageCursor(0.1 + 0.2, List.of("city/北京")),
                new PageCursor(7, List.of("*", "topic", "value")),
                new PageCursor("b\"", List.of("a")),
                new PageCursor(null, List.of("a")))) {
            assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
            assertThat(PageCursor.parse(cursor.text())).contains(cursor);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[1]",
                "[1,2]",
                "[1,null]",
                "[true,\"a\"]",
                "[[1],\"a\"]",
                "[1e999,\"a\"]",
                "[NaN,\"a\"]",
                "[1,\"a\"]x",
                "[1,\"a\",\"b\",\"c\",\"d\",\"e\"]",
                "{\"value\":1}",
                "[1,\"a\""
            })
    void shouldRefuseWhatItDidNotGive(String json) {
        assertThat(PageCursor.parse(encoded(json))).isEmpty();
    }

    @Test
    void shouldRefuseDeepAndLongTexts() {
        assertThat(PageCursor.parse(encoded("[".repeat(2_000)))).isEmpty();
        assertThat(PageCursor.parse("A".repeat(1_000_000))).isEmpty();
        assertThat(PageCursor.parse("not base64!")).isEmpty();
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
