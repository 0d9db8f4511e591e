// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 0x01020304, Integer.MAX_VALUE, -1})
    void shouldReadTheIdThatWasWritten(int id) {
        byte[] header = Framing.header(id);

        assertThat(header).hasSize(Framing.HEADER_BYTES);
        assertThat(Framing.isFramed(header)).isTrue();
        assertThat(Framing.schemaId(header)).isEqualTo(id);
    }

    @Test
    void shouldFollowTheConfluentFormat() {
        assertThat(Framing.header(0x01020304)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void shouldRefuseWhatIsNoFrame() {
        assertThat(Framing.isFramed(new byte[0])).isFalse();
        assertThat(Framing.isFramed(new byte[] {0, 0, 0, 1})).isFalse();
        assertThat(Framing.isFramed(new byte[] {1, 0, 0, 0, 1})).isFalse();
    }
}
