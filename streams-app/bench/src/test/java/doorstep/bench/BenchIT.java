// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.process.RunException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code doorstep bench}: real processes, few events. */
class BenchIT {
    private static final long SEED = 3;

    @TempDir
    Path dir;

    private Settings settings(Contender... contenders) {
        return new Settings(
                20_000,
                SEED,
                new Settings.Comparison(1, List.of(contenders), false, Optional.empty(), Optional.empty()),
                2,
                1,
                "700m",
                dir);
    }

    @Test
    void shouldMeasureContendersThatCountRight() {
        Results results = new TableRun(
                        settings(Contender.FLOOR, Contender.HOPPING, Contender.DOORSTEP, Contender.ONE_WINDOW),
                        new PrintWriter(Writer.nullWriter()))
                .run();

        assertThat(results.last(Contender.FLOOR, Quantity.EVENTS)).hasValue(20_000);
        assertThat(results.cpuMicros(Contender.FLOOR).median()).isPositive();
        assertThat(results.ratio(Contender.DOORSTEP, Contender.FLOOR)
                        .orElseThrow()
                        .median())
                .isGreaterThan(1);
        assertThat(results.last(Contender.HOPPING, Quantity.EVENTS)).hasValue(2_000);
        assertThat(results.last(Contender.ONE_WINDOW, Quantity.ROWS).orElseThrow())
                .isLessThan(results.last(Contender.DOORSTEP, Quantity.ROWS).orElseThrow());
        assertThat(results.last(Contender.DOORSTEP, Quantity.ROWS).orElseThrow())
                .isPositive();
        assertThat(results.last(Contender.DOORSTEP, Quantity.RECORDS).orElseThrow())
                .isGreaterThan(results.last(Contender.DOORSTEP, Quantity.ROWS).orElseThrow());
        assertThat(results.last(Contender.DOORSTEP, Quantity.WRITTEN_BYTES).orElseThrow())
                .isPositive();
        assertThat(results.last(Contender.DOORSTEP, Quantity.STATE_BYTES).orElseThrow())
                .isPositive();
        assertThat(results.last(Contender.FLOOR, Quantity.ROWS)).isEmpty();
    }

    /** The totals of another input make a contender's output wrong. */
    @Test
    void shouldNotTakeTheTimeOfOneThatCountsWrong() {
        Settings settings = settings(Contender.FLOOR);
        try (BenchCluster cluster = new BenchCluster(settings)) {
            cluster.open();
            cluster.produce(Input.WHOLE, SEED, 500);
            Totals other = cluster.produce(Input.CLEAN, SEED + 1, 500);
            ContenderRun run = new ContenderRun(settings, cluster);

            assertThatThrownBy(() -> run.run(Contender.FLOOR, "wrong", other, List.of("-Xmx200m")))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("floor counted wrong");
        }
    }

    @Test
    void shouldExplainAllEventsFromTopicsAndFromAnExport() {
        StringWriter out = new StringWriter();
        new ExplainRun(settings()).run(new PrintWriter(Writer.nullWriter()), new PrintWriter(out, true));
        assertThat(out.toString()).contains(Explanations.TOPICS, Explanations.EXPORT);
    }
}
