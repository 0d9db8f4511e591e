// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.history.Dice;
import doorstep.history.History;
import doorstep.history.History.Draft;
import doorstep.history.HostileRecords;
import doorstep.history.Seeds;
import doorstep.model.ExpectedFigures;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every mutilated record gets the verdict that the rules prescribe and has no other effect. */
class HostileRecordsTest {
    private static final int USUAL = 3;
    private static final int RECORDS = 4_000;
    private static final int PARTITIONS = 3;
    private static final Instant APPENDED = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void shouldRefuseWhatTheModelRefusesAndCountTheRest() {
        Map<String, Integer> reasons = new TreeMap<>();
        Map<String, Integer> goodAfterAll = new TreeMap<>();
        Seeds.of(USUAL).forEach(seed -> {
            HostileRecords hostile = new HostileRecords(seed);
            List<Draft> drafts = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                Draft draft = hostile.next();
                drafts.add(new Draft(
                        draft.topic(), draft.key(), draft.value(), APPENDED, draft.misplaced(), draft.label()));
            }
            Dice dice = new Dice(seed * 31 + 4);
            List<RawRecord> records = History.assign(drafts, PARTITIONS, dice.random());
            ModelConfig config = new ModelConfig(
                    hostile.zone(),
                    0,
                    hostile.earliest(),
                    10,
                    Map.of(),
                    Set.of(),
                    Map.of(),
                    PARTITIONS,
                    HostileRecords.schemas(),
                    HostileRecords.unreadableSchemas());
            SimulatedCluster cluster = new SimulatedCluster(Settings.of(config, 1_000_000), hostile.asOf(), dice);
            records.forEach(record -> {
                cluster.append(record);
                cluster.act();
            });
            cluster.drain();

            ExpectedFigures figures =
                    new FiguresEqualModel(config, Seeds.again(seed)).check(cluster, records, hostile.asOf());
            figures.refused().values().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
            for (int i = 0; i < RECORDS; i++) {
                String label = drafts.get(i).label();
                if (label.contains(", ")
                        && !figures.refused().containsKey(records.get(i).position())) {
                    goodAfterAll.merge(label.substring(label.indexOf(", ") + 2), 1, Integer::sum);
                }
            }
        });

        assertThat(reasons).containsOnlyKeys(ExpectedFigures.REASONS);
        assertThat(goodAfterAll).containsKeys("bits flipped", "spliced", "wrong schema id");
    }
}
