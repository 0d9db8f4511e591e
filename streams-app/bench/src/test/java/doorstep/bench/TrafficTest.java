// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import doorstep.bench.FeedbackBytes.Fields;
import doorstep.bench.Traffic.Delivery;
import doorstep.bench.Traffic.Kind;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares the totals with an independent recount of the encoded records. */
class TrafficTest {
    private static final int DELIVERIES = 40_000;
    private static final long HOUR = 3_600_000;

    private final long seed = Long.getLong("doorstep.seed", System.nanoTime() & 0xffff);
    private final String again = "again with -Ddoorstep.seed=" + seed;
    private final Totals totals = new Totals();
    private final List<Fields> sent = new ArrayList<>();
    private final Map<String, Fields> survivors = new HashMap<>();

    @BeforeEach
    void send() {
        Traffic traffic = new Traffic(seed, DELIVERIES);
        AvroWriter<doorstep.avro.Feedback> writer =
                new AvroWriter<>(Topics.FEEDBACK, TopicNames.DEFAULT, new BundledSchemas());
        FeedbackBytes reader = new FeedbackBytes();
        for (int i = 0; i < DELIVERIES; i++) {
            Delivery delivery = traffic.next();
            totals.take(delivery);
            Fields fields = reader.read(writer.toBytes(delivery.answer().toAvro()));
            sent.add(fields);
            survivors.merge(fields.id(), fields, (a, b) -> b.revision() > a.revision() ? b : a);
        }
    }

    @Test
    void shouldCountEveryDeliveryInEveryWindowThatHoldsIt() {
        CellFigures recount = new CellFigures();
        CellFigures whole = new CellFigures();
        for (Fields event : sent) {
            long hour = event.at() - Math.floorMod(event.at(), HOUR);
            for (int i = 0; i < 24; i++) {
                recount.add(event.unit(), hour - i * HOUR, 1, event.score());
            }
            whole.add("*", CellFigures.EVER, 1, event.score());
        }

        assertThat(totals.ofSlidingWindows().differenceTo(recount)).as(again).isEmpty();
        assertThat(totals.ofEverything().differenceTo(whole)).as(again).isEmpty();
        assertThat(totals.deliveries()).isEqualTo(DELIVERIES);
    }

    @Test
    void shouldCountTheHighestRevisionOfEachIdOnce() {
        CellFigures hours = new CellFigures();
        CellFigures units = new CellFigures();
        for (Fields event : survivors.values()) {
            hours.add(event.unit(), event.at() - Math.floorMod(event.at(), HOUR), 1, event.score());
            for (String unit : unitAndThoseAbove(event)) {
                units.add(unit, CellFigures.EVER, 1, event.score());
            }
            units.add("*|area=" + event.area(), CellFigures.EVER, 1, 0);
            units.add("*|channel=" + event.channel(), CellFigures.EVER, 1, 0);
            units.add("*|topic=" + event.topic(), CellFigures.EVER, 1, 0);
            units.add("*|source=BENCH", CellFigures.EVER, 1, 0);
        }

        assertThat(totals.ofHours().differenceTo(hours)).as(again).isEmpty();
        assertThat(totals.ofUnitsAndBreakdowns().differenceTo(units)).as(again).isEmpty();
        assertThat(totals.ids()).as(again).isEqualTo(survivors.size());
    }

    @Test
    void shouldCountEveryDeliveryInEachBreakdownOfItsDay() {
        CellFigures recount = new CellFigures();
        for (Fields event : sent) {
            long day = event.at() - Math.floorMod(event.at(), 24 * HOUR);
            for (String unit : unitAndThoseAbove(event)) {
                for (String slice : List.of(
                        "",
                        "|area=" + event.area(),
                        "|channel=" + event.channel(),
                        "|topic=" + event.topic(),
                        "|source=" + event.source())) {
                    recount.add(unit + slice, day, 1, event.score());
                }
            }
        }

        assertThat(totals.ofDaysAndBreakdowns().differenceTo(recount)).as(again).isEmpty();
    }

    private static List<String> unitAndThoseAbove(Fields event) {
        String[] segments = event.unit().split("/");
        return List.of("*", segments[0], segments[0] + "/" + segments[1], event.unit());
    }

    @Test
    void shouldHaveTheSharesThatWerePromised() {
        assertThat((double) totals.repeated() / DELIVERIES).as(again).isCloseTo(0.01, within(0.003));
        assertThat((double) totals.corrected() / DELIVERIES).as(again).isCloseTo(0.01, within(0.003));
        assertThat(survivors.values().stream().map(Fields::unit).distinct().count())
                .as(again)
                .isBetween(450L, (long) Units.LEAVES);
        assertThat(survivors.values().stream().map(Fields::area).distinct())
                .as(again)
                .hasSize(Traffic.AREAS);
        long late = 0;
        long newest = 0;
        for (Fields event : sent) {
            if (event.revision() == 0 && newest - event.at() > 5 * 60_000 && newest - event.at() <= 2 * HOUR) {
                late++;
            }
            newest = Math.max(newest, event.at());
        }
        assertThat((double) late / DELIVERIES).as(again).isCloseTo(0.05, within(0.01));
    }

    @Test
    void shouldBeWithinThirtyDays() {
        for (Fields event : sent) {
            assertThat(event.at())
                    .as(again)
                    .isBetween(Traffic.START.toEpochMilli(), Traffic.AS_OF.toEpochMilli() + 59_999);
        }
    }

    @Test
    void shouldBeTheSameForASeed() {
        Traffic one = new Traffic(seed, DELIVERIES);
        Traffic other = new Traffic(seed, DELIVERIES);
        for (int i = 0; i < 5_000; i++) {
            Delivery delivery = one.next();
            assertThat(delivery).isEqualTo(other.next());
            assertThat(delivery.before() != null).isEqualTo(delivery.kind() == Kind.CORRECTED);
        }
    }

    @Test
    void shouldFindADifferenceOnEitherSide() {
        CellFigures truth = totals.ofUnits();
        CellFigures more = totals.ofUnits();
        more.add("city/d99/s999", CellFigures.EVER, 1, 5);
        CellFigures other = totals.ofUnits();
        other.add("*", CellFigures.EVER, 0, 1);

        assertThat(more.differenceTo(truth)).get().asString().contains("city/d99/s999");
        assertThat(truth.differenceTo(more)).get().asString().contains("city/d99/s999");
        assertThat(other.differenceTo(truth)).get().asString().contains("cell=*");
        assertThat(truth.differenceTo(totals.ofUnits())).isEqualTo(Optional.empty());
    }
}
