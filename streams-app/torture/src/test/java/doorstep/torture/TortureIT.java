// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code doorstep torture}: real processes, killed and damaged under load. Another seed:
 * {@code -Ddoorstep.seed=N}; more faults: {@code -Ddoorstep.faults=N}.
 */
class TortureIT {
    @TempDir
    Path dir;

    @Test
    void shouldShowEveryRowOfARecountWhateverHappensToTheProcesses() {
        long seed = Long.getLong("doorstep.seed", 11);
        Settings settings = new Settings(
                seed,
                new Settings.Faults(
                        Integer.getInteger("doorstep.faults", 8),
                        3,
                        EnumSet.of(
                                Fault.KILL,
                                Fault.KILL_AFTER_DELTA_BATCH,
                                Fault.KILL_IN_REWRITE,
                                Fault.WIPE,
                                Fault.DAMAGE,
                                Fault.GUEST,
                                Fault.BROKER,
                                Fault.OFFSETS_PASSABLE)),
                new Settings.Traffic(20_000, 500, 2_000),
                new Settings.Instances(1, 2, Map.of()),
                dir);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        TortureRun run = new TortureRun(settings, out);
        Report report = run.report();
        try {
            run.run();
        } finally {
            report.print(out);
        }

        assertThat(report.differences()).as("seed %d", seed).isZero();
        assertThat(report.events()).isGreaterThanOrEqualTo(settings.traffic().events());
        assertThat(report.rows()).isPositive();
        assertThat(report.faults()).isEqualTo(settings.faults().count());
        assertThat(report.compactions()).isPositive();
        assertThat(report.killsInRewrites()).isPositive().isEqualTo(report.faults(Fault.KILL_IN_REWRITE));
    }
}
