// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.catalogue.Catalogue;
import doorstep.config.AppConfig;
import doorstep.decode.DecodeLimits;
import doorstep.delta.DeltaBatch;
import doorstep.delta.PreAggregator;
import doorstep.event.Feedback;
import doorstep.event.Feedback.Answer;
import doorstep.event.FeedbackKind;
import doorstep.event.Scale;
import doorstep.event.TreePath;
import doorstep.family.Breakdowns;
import doorstep.family.Families;
import doorstep.integrity.BatchSequencer;
import doorstep.integrity.Senders;
import doorstep.tally.OrgCalendar;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Events with as many units, areas and topics as the limits allow, without any in common. */
class WideEventsTest {
    /** CPU time, independent of other load. Far below the 10 s after which the brokers abort a transaction. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(3);

    private static final long AS_OF = 21_649_500;
    private static final int EVENTS = 1_000;
    private static final int ROWS_OF_AN_EVENT =
            32 * 2 * 5; // each topic has rows of two families in five windows, in at least one unit

    private final OrgCalendar calendar = new OrgCalendar(ZoneId.of("UTC"), 0);
    private final Families families = Families.standard(
            Catalogue.load(Optional.empty()),
            10,
            calendar,
            Duration.ofHours(24),
            AppConfig.of(Map.of()).windows(),
            AppConfig.of(Map.of()).breakdownWindows());
    private final WindowTallies tallies = new WindowTallies(
            Stores.inMemoryKeyValueStore("windows").get(),
            Stores.inMemoryKeyValueStore("unsent").get(),
            families,
            calendar,
            AS_OF,
            Beyond.NONE);
    private Duration longest = Duration.ZERO;

    private static Feedback widest(int i) {
        TreeSet<String> topics = new TreeSet<>();
        for (int topic = 0; topic < DecodeLimits.MAX_TOPICS; topic++) {
            topics.add("T" + i + "_" + topic);
        }
        return Feedback.builder(AS_OF - i % 60, new TreePath("a/b/c/d/" + i / 100 + "/" + i))
                .area(Optional.of(new TreePath("v/w/x/y/z" + i + "/" + i)))
                .source("S" + i)
                .kind(FeedbackKind.RATING)
                .channel("C" + i)
                .question("OVERALL")
                .answer(Optional.of(new Answer(Scale.STARS_5, 4)))
                .topics(topics)
                .build();
    }

    private void step(Runnable step) {
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        step.run();
        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
        longest = took.compareTo(longest) > 0 ? took : longest;
    }

    @Test
    void shouldSettleWidestEventsInShortSteps() {
        PreAggregator preAggregator =
                new PreAggregator(families, new Breakdowns(Map.of(), Map.of(), Map.of()), calendar, 1);
        BatchSequencer sent = Senders.sender("feedback/0", 1);
        List<DeltaBatch> deltaBatches = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            preAggregator.add(widest(i), AS_OF);
            if (preAggregator.cells() >= 100_000) {
                step(() -> preAggregator.sendDeltaBatches(
                        sent, AS_OF, (partition, bytes) -> deltaBatches.add(DeltaBatch.fromBytes(bytes))));
            }
        }
        step(() -> preAggregator.sendDeltaBatches(
                sent, AS_OF, (partition, bytes) -> deltaBatches.add(DeltaBatch.fromBytes(bytes))));
        deltaBatches.forEach(deltaBatch -> step(() -> tallies.take(deltaBatch)));
        step(tallies::addGathered);
        AtomicBoolean more = new AtomicBoolean(true);
        while (more.get()) {
            step(() -> more.set(tallies.addDeferred()));
        }

        assertThat(longest).isLessThan(LONGEST_STEP);
        assertThat(tallies.unsent()).isGreaterThan(EVENTS * ROWS_OF_AN_EVENT);
    }
}
