// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WaitBudgetTest {
    private static final Duration MOST = Duration.ofMillis(60);

    private final CompletableFuture<String> never = new CompletableFuture<>();
    private final WaitBudget budget = new WaitBudget(MOST);

    @Test
    void shouldWaitNoLongerThanTheBudgetOverAllQuestions() throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertTimeout(never);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(MOST, MOST.multipliedBy(50));
        assertThat(budget.waited()).isBetween(MOST, MOST.multipliedBy(50));
    }

    @Test
    void shouldTakeAnswersThatAreThereWithAnEmptyBudget() throws Exception {
        assertTimeout(never);

        assertThat(budget.await(CompletableFuture.completedFuture("here"))).isEqualTo("here");
    }

    @Test
    void shouldWaitAgainInTheNextTransaction() {
        assertTimeout(never);

        budget.renew();
        assertThat(budget.waited()).isZero();
        assertTimeout(never);
        assertThat(budget.waited()).isGreaterThanOrEqualTo(MOST);
    }

    @Test
    void shouldCountEachThreadByItself() {
        assertTimeout(never);

        assertThat(CompletableFuture.supplyAsync(budget::waited).join()).isZero();
    }

    private void assertTimeout(CompletableFuture<String> answer) {
        assertThatThrownBy(() -> budget.await(answer)).isInstanceOf(TimeoutException.class);
    }
}
