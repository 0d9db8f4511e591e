// SPDX-License-Identifier: Apache-2.0
package doorstep.cluster;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for results of an admin client, which itself gives up after {@code default.api.timeout.ms}. */
public final class AdminAnswers {
    private AdminAnswers() {}

    /** @throws KafkaException the error of the brokers or the client; an {@link InterruptException} if interrupted */
    public static <T> T await(Future<T> answer) {
        return await(answer, Duration.ofMillis(Long.MAX_VALUE));
    }

    /**
     * Like {@link #await(Future)}, but with a shorter time limit than the client's.
     *
     * @throws TimeoutException if there is no result in time
     */
    public static <T> T await(Future<T> answer, Duration patience) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no answer within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }
}
