// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A sink that collects all events. */
final class CollectedEvents implements EventSink {
    final List<SpecificRecord> all = new ArrayList<>();

    @Override
    public void send(Topic topic, SpecificRecord event) {
        if (!topic.value().equals(event.getSchema())) {
            throw new AssertionError(event.getSchema().getName() + " sent to " + topic.shortName());
        }
        all.add(event);
    }

    List<Visit> visits() {
        return of(Visit.class);
    }

    List<Feedback> feedback() {
        return of(Feedback.class);
    }

    List<Commitment> commitments() {
        return of(Commitment.class);
    }

    private <T> List<T> of(Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
