// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PrintableWriterTest {
    @Test
    void shouldJoinHalvesOfACharacterThatAreWrittenApart() throws IOException {
        StringWriter text = new StringWriter();
        try (PrintableWriter writer = new PrintableWriter(text)) {
            for (char unit : "a😀\u001Bb".toCharArray()) {
                writer.write(unit);
            }
        }

        assertThat(text).hasToString("a😀\\u001Bb");
    }
}
