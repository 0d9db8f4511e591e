// SPDX-License-Identifier: Apache-2.0
package doorstep.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
    @Test
    void shouldEscapeWhatTerminalsObeyAndEyesMiss() {
        assertThat(PrintableText.line("a\u001B[31m\u009B\u007F\u061C\u200B\u200E\u202E\u2066\u2028\uFEFF\n\tb"))
                .isEqualTo(
                        "a\\u001B[31m\\u009B\\u007F\\u061C\\u200B\\u200E\\u202E\\u2066\\u2028\\uFEFF\\u000A\\u0009b");
        assertThat(PrintableText.line("tag " + Character.toString(0xE0041))).isEqualTo("tag \\uDB40\\uDC41");
        assertThat(PrintableText.line("half \uD83D")).isEqualTo("half \\uD83D");
    }

    @Test
    void shouldLeaveEveryScriptAlone() {
        String text = "北京/é/😀/नमस्ते\u200D/فارسی\u200C/ß €";

        assertThat(PrintableText.line(text)).isSameAs(text);
        assertThat(PrintableText.lines("two\nlines\tand a tab")).isEqualTo("two\nlines\tand a tab");
    }
}
