// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.avro.WorkItem;
import doorstep.config.AppConfig;
import doorstep.event.Minutes;
import doorstep.family.Breakdowns;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.history.OutputRows;
import doorstep.model.ExpectedFigures;
import doorstep.model.Model;
import doorstep.model.RawRecord;
import doorstep.process.CallBackCatalogue;
import doorstep.tally.OrgCalendar;
import doorstep.wire.AvroWriter;
import doorstep.wire.BundledSchemas;
import doorstep.wire.ContentHash;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the recount with the brute-force model, which is slower but shares nothing with the engine. */
class RecountTest {
    private static final Instant FIRST_AS_OF = Instant.parse("2024-03-09T17:23:00Z");
    private static final Instant APPENDED = Instant.parse("2026-01-01T00:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("America/Chicago");
    private static final int FISCAL_START = 7;
    private static final int PARTITIONS = 3;
    private static final int DELIVERIES = 2_000;

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveTheRowsOfTheBruteForceModelAtEveryAsOf(long seed) {
        AppConfig config = AppConfig.of(Map.of(
                "zone", ZONE.getId(),
                "fiscal.start", String.valueOf(FISCAL_START),
                "partitions", String.valueOf(PARTITIONS),
                "catalogue", CallBackCatalogue.writeTo(dir)));
        EventContents contents = new EventContents(seed, FIRST_AS_OF, 200);
        Recount recount = new Recount(
                contents,
                Families.standard(
                        config.catalogue(),
                        config.answersMin(),
                        new OrgCalendar(ZONE, FISCAL_START),
                        config.acknowledgeLimit(),
                        config.windows(),
                        config.breakdownWindows()),
                new Breakdowns(config.visitBreakdowns(), config.feedbackBreakdowns(), config.commitmentBreakdowns()),
                new OrgCalendar(ZONE, FISCAL_START),
                new RecountedCommitments(
                        config.catalogue(),
                        new OrgCalendar(ZONE, FISCAL_START),
                        config.workingDays(),
                        config.callBackWorkingDays()),
                Minutes.of(FIRST_AS_OF));
        Workload workload = new Workload(seed, contents, PARTITIONS);
        List<RawRecord> records = new ArrayList<>();
        int bad = 0;
        for (int i = 0; i < DELIVERIES; i++) {
            // First some ids, then more deliveries of them, so that versions of one id meet.
            Delivery delivery = i < 300 ? workload.fresh() : workload.next();
            recount.take(delivery);
            bad += delivery.bad() ? 1 : 0;
            var sent = delivery.record();
            records.add(new RawRecord(sent.topic(), sent.partition(), i, sent.key(), sent.value(), APPENDED));
        }

        Map<Integer, Schema> schemas = Map.of(
                BundledSchemas.idOf(Visit.getClassSchema()), Visit.getClassSchema(),
                BundledSchemas.idOf(Feedback.getClassSchema()), Feedback.getClassSchema(),
                BundledSchemas.idOf(Commitment.getClassSchema()), Commitment.getClassSchema());
        Model model = new Model(ModelView.of(config, schemas, Set.of()), ContentHash::of);
        SplittableRandom dice = new SplittableRandom(seed);
        Instant asOf = FIRST_AS_OF;
        for (int step = 0; step < 4; step++) {
            ExpectedFigures expected = model.figures(records, asOf);
            Recount.Expected actual = recount.at(Minutes.of(asOf));
            assertThat(differences(expected, actual))
                    .as("seed %d, as of %s", seed, asOf)
                    .isEmpty();
            for (String kind : List.of("DUTY", "REQUEST", "SUGGESTION", "CALLBACK")) {
                assertThat(expected.rows().get("doorstep.service-levels")).containsKey("*||" + kind + "|EVER|");
            }
            assertThat(fields(recount.worklist())).as("seed %d", seed).isEqualTo(expected.worklist());
            assertThat(actual.beyond()).isEqualTo(expected.beyond());
            assertThat(expected.refused()).as("bad records").hasSize(bad);
            recount.current().forEach((partition, current) -> assertThat(expected.accounts()
                            .get(partition.topic() + ":" + partition.partition())
                            .current())
                    .isEqualTo(current));
            asOf = asOf.plusSeconds(60L * (1 + dice.nextInt(step == 0 ? 90 : 20_000)));
        }
    }

    private static Map<String, Map<String, Object>> fields(SortedMap<String, WorkItem> worklist) {
        AvroWriter<WorkItem> writer = new AvroWriter<>(Topics.WORKLIST, TopicNames.DEFAULT, new BundledSchemas());
        Map<String, Map<String, Object>> fields = new TreeMap<>();
        worklist.forEach((id, row) -> fields.put(id, OutputRows.fields("doorstep.worklist", writer.toBytes(row))));
        return fields;
    }

    private static List<String> differences(ExpectedFigures expected, Recount.Expected actual) {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        Map<Family, AvroWriter<SpecificRecord>> writers = new HashMap<>();
        actual.rows().forEach(row -> {
            AvroWriter<SpecificRecord> writer = writers.computeIfAbsent(
                    row.family(), family -> new AvroWriter<>(family.topic(), TopicNames.DEFAULT, new BundledSchemas()));
            String topic = TopicNames.DEFAULT.of(row.family().topic());
            rows.put(topic + " " + row.head().key(), OutputRows.fields(topic, writer.toBytes(row.value())));
        });
        List<String> differences = new ArrayList<>();
        expected.rows()
                .forEach((topic, byKey) -> byKey.forEach((key, fields) -> {
                    Map<String, Object> row = rows.remove(topic + " " + key);
                    if (!OutputRows.areSame(fields, row)) {
                        differences.add(topic + " " + key + "\n  model   " + fields + "\n  recount " + row);
                    }
                }));
        rows.forEach((key, fields) -> differences.add(key + "\n  model   nothing\n  recount " + fields));
        return differences;
    }
}
