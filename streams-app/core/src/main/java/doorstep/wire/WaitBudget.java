// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Limits how long each thread waits for answers in one transaction, by the clock and over all its tasks: brokers abort
 * a transaction that stays open too long, whatever the reason.
 */
final class WaitBudget {
    private final long mostNanos;
    private final ThreadLocal<Long> waitedNanos = ThreadLocal.withInitial(() -> 0L);

    /** @param most maximum for a thread in one transaction */
    WaitBudget(Duration most) {
        mostNanos = most.toNanos();
    }

    /** How long the current thread has waited in this transaction. */
    Duration waited() {
        return Duration.ofNanos(waitedNanos.get());
    }

    /** The current thread begins a new transaction. */
    void renew() {
        waitedNanos.remove();
    }

    /** @throws TimeoutException if the budget is used up; an answer that is there already costs nothing */
    <T> T await(Future<T> answer) throws ExecutionException, TimeoutException, InterruptedException {
        if (answer.isDone()) {
            return answer.get();
        }
        long before = waitedNanos.get();
        long begin = System.nanoTime();
        try {
            return answer.get(Math.max(0, mostNanos - before), TimeUnit.NANOSECONDS);
        } finally {
            waitedNanos.set(before + System.nanoTime() - begin);
        }
    }
}
