// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.export.ExportProtocol.Fault;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state that two exporters can reach is right, whatever happens to topics, exporters and commits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportProtocolTest {
    private static final int EVENTS = Integer.getInteger("doorstep.protocol.events", 2);
    private static final int EXPORTS = Integer.getInteger("doorstep.protocol.exports", 3);

    private ExportReadings readings;

    @BeforeAll
    void share(@TempDir Path scratch) {
        readings = new ExportReadings(scratch);
    }

    @Test
    void shouldBeRightInEveryState() {
        long begun = System.nanoTime();
        ExportProtocol protocol = new ExportProtocol(readings, Fault.NONE, EVENTS, EXPORTS);

        protocol.walk();

        System.out.printf(
                Locale.ROOT,
                "export protocol: %,d states, %,d steps, %,d times read, %.1f s%n",
                protocol.states(),
                protocol.steps(),
                readings.runs(),
                (System.nanoTime() - begun) / 1e9);
        assertThat(protocol.states()).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldFindAStateThatIsWrongWithoutARule(Fault fault) {
        ExportProtocol protocol = new ExportProtocol(readings, fault, 2, EXPORTS);

        assertThatThrownBy(protocol::walk).isInstanceOf(AssertionError.class);
    }
}
