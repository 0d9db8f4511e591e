// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.assertj.core.description.Description;
import org.assertj.core.description.TextDescription;
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
        Settings.Traffic traffic = new Settings.Traffic(20_000, 500, 2_000);
        Settings settings = new Settings(
                seed,
                new Settings.Faults(
                        Integer.getInteger("doorstep.faults", 9),
                        3,
                        EnumSet.of(
                                Fault.KILL,
                                Fault.KILL_AFTER_DELTA_BATCH,
                                Fault.KILL_IN_REWRITE,
                                Fault.WIPE,
                                Fault.DAMAGE,
                                Fault.GUEST,
                                Fault.EXPORTER,
                                Fault.BROKER,
                                Fault.OFFSETS_PASSABLE)),
                traffic,
                new Settings.Instances(1, 2, Map.of()),
                dir);
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        TortureRun run = new TortureRun(settings, out);
        Throwable failure = catchThrowable(run::run);
        Report report = run.report();
        report.print(out);
        Description description = new TextDescription("seed %d%n%s", seed, printed);

        assertThat(failure).as(description).isNull();
        assertThat(report.differences()).as(description).isZero();
        assertThat(report.events()).as(description).isGreaterThanOrEqualTo(traffic.events());
        assertThat(report.rows()).as(description).isPositive();
        assertThat(report.faults()).as(description).isEqualTo(settings.faults().count());
        assertThat(report.compactions()).as(description).isPositive();
        assertThat(report.killsInRewrites()).as(description).isEqualTo(report.faults(Fault.KILL_IN_REWRITE));
        assertThat(report.killsInRewrites()).as(description).isPositive();
        ExportVerifier exported = report.exported().orElseThrow();
        assertThat(exported.exports()).as(description).isGreaterThan(report.faults(Fault.EXPORTER));
        assertThat(exported.facts()).as(description).isPositive();
        assertThat(exported.rows()).as(description).isEqualTo(report.rows());
        assertThat(exported.historyRows()).as(description).isGreaterThanOrEqualTo(exported.rows());
        assertThat(exported.audited()).as(description).isPositive();
    }
}
