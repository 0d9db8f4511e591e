// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code doorstep bench --peers}: real processes, few events. Jet needs more of them. */
class PeersIT {
    private static final long SEED = 3;

    @TempDir
    Path dir;

    /** Ends with an exception if a contender counts wrong. */
    @Test
    void shouldMeasureFlinkIfItCountsRight() {
        Settings settings = new Settings(
                20_000,
                SEED,
                new Settings.Comparison(
                        1,
                        List.of(Contender.FLINK_HOP, Contender.FLINK_LATEST, Contender.FLINK_BREAKDOWNS),
                        false,
                        Optional.of(System.getProperty("java.class.path")),
                        Optional.empty()),
                2,
                1,
                "1g",
                dir);

        Results results = new TableRun(settings, new PrintWriter(Writer.nullWriter())).run();

        assertThat(results.last(Contender.FLINK_BREAKDOWNS, Quantity.EVENTS)).hasValue(20_000);
        assertThat(results.cpuMicros(Contender.FLINK_BREAKDOWNS).median()).isPositive();
        assertThat(results.last(Contender.FLINK_BREAKDOWNS, Quantity.FULL_COLLECTIONS))
                .isPresent();
    }
}
