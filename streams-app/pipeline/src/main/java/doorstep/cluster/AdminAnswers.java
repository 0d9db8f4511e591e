package doorstep.cluster;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Answers of the brokers to an admin client, which gives up by itself after {@code default.api.timeout.ms}. */
public final class AdminAnswers {
    private AdminAnswers() {}

    /** @throws KafkaException what the brokers or the client say instead; an {@link InterruptException} if interrupted */
    public static <T> T await(Future<T> answer) {
        return await(answer, Duration.ofMillis(Long.MAX_VALUE));
    }

    /**
     * The same, for those who cannot wait as long as the client does.
     *
     * @throws TimeoutException if there is none by then
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
