// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.avro.Feedback;
import java.time.Instant;
import java.util.List;

/**
 * One version of an event, which is a rating.
 *
 * @param at when it happened, milliseconds since the epoch
 */
record RatingVersion(String id, int revision, int leaf, int area, int channel, int topic, int score, long at) {
    static final String QUESTION = "OVERALL";
    static final String SCALE = "STARS_5";
    static final String SOURCE = "BENCH";

    static String area(int number) {
        return String.format("area-%02d", number);
    }

    static String channel(int number) {
        return "CHANNEL_" + number;
    }

    static String topic(int number) {
        return "TOPIC_" + number;
    }

    Feedback toAvro() {
        return Feedback.newBuilder()
                .setId(id)
                .setRevision(revision)
                .setSource(SOURCE)
                .setUnit(Units.name(leaf))
                .setArea(area(area))
                .setOccurredAt(Instant.ofEpochMilli(at))
                .setRecordedAt(Instant.ofEpochMilli(at + 1_000))
                .setKind("RATING")
                .setChannel(channel(channel))
                .setQuestion(QUESTION)
                .setScale(SCALE)
                .setScore(score)
                .setTopics(List.of(topic(topic)))
                .build();
    }
}
