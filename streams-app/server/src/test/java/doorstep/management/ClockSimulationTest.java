// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.management.SimulatedClocks.Plant;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Simulates clocks that are set, brokers that are unreachable and instances without tasks, without running Kafka. */
class ClockSimulationTest {
    private static final int HISTORIES = Integer.getInteger("doorstep.clock-histories", 1_000);
    private static final int ENOUGH_TO_SEE = 20_000;

    private final long seed = Long.getLong("doorstep.seed", System.nanoTime() & 0xffff);

    @Test
    void shouldNeverBeAsOfTheFutureNorStallOrAlarmWithoutReason() {
        for (int i = 0; i < HISTORIES; i++) {
            assertThat(new SimulatedClocks(seed + i, EnumSet.noneOf(Plant.class)).run())
                    .as("history of seed %d", seed + i)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Plant.class)
    void shouldShowThatEachRuleIsNeeded(Plant plant) {
        Optional<String> fault = Optional.empty();
        for (int i = 0; i < ENOUGH_TO_SEE && fault.isEmpty(); i++) {
            fault = new SimulatedClocks(seed + i, EnumSet.of(plant)).run();
        }
        assertThat(fault).as("what goes wrong: seed %d", seed).isPresent();
    }
}
