// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import doorstep.settings.PublishedSettings;
import java.util.Optional;
import java.util.OptionalLong;

/** A cluster that has never lost anything. */
public class IntactLogs implements LogInspector {
    @Override
    public Log log(String topic, int partition) {
        return new Log(topic, 0, Long.MAX_VALUE);
    }

    @Override
    public OptionalLong committed(String topic, int partition) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Committed> firstCommitted(String topic, int partition, long from, long before) {
        return Optional.empty();
    }

    @Override
    public PublishedSettings settings() {
        return PublishedSettings.NONE;
    }
}
