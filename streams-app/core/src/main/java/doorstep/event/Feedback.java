// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;

/**
 * One answer to one question, a reaction, a suggestion or a report.
 *
 * @param minute since the epoch, UTC, of {@code occurredAt}, rounded down
 * @param answer present if and only if this is a RATING
 * @param reaction code of a mood, present if and only if this is a REACTION
 * @param imputed whether the organisation filled it in for a missing answer; only for a RATING
 * @param about type of the subject
 * @param article id of the subject, present if and only if it is an ARTICLE
 * @param callBack the call-back that it may open or end if its question asks for call-backs: present for a RATING that
 *     is not imputed and not about an article
 */
public record Feedback(
        long minute,
        TreePath unit,
        Optional<TreePath> area,
        String source,
        FeedbackKind kind,
        String channel,
        String question,
        Optional<Answer> answer,
        Optional<String> reaction,
        boolean imputed,
        Optional<SubjectType> about,
        Optional<String> article,
        SortedSet<String> topics,
        Optional<Link> callBack)
        implements Event {

    public Feedback {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(question, "question");
    }

    public static Builder builder(long minute, TreePath unit) {
        return new Builder(minute, unit);
    }

    /** A score within its scale. */
    public record Answer(Scale scale, int score) {
        public Answer {
            if (!scale.contains(score)) {
                throw new IllegalArgumentException(score + " is not on " + scale);
            }
        }
    }

    /** Sets fields by name: source, kind, channel and question always, others where they are present. */
    public static final class Builder {
        private final long minute;
        private final TreePath unit;
        private Optional<TreePath> area = Optional.empty();
        private String source;
        private FeedbackKind kind;
        private String channel;
        private String question;
        private Optional<Answer> answer = Optional.empty();
        private Optional<String> reaction = Optional.empty();
        private boolean imputed;
        private Optional<SubjectType> about = Optional.empty();
        private Optional<String> article = Optional.empty();
        private SortedSet<String> topics = Collections.emptySortedSet();
        private Optional<Link> callBack = Optional.empty();

        private Builder(long minute, TreePath unit) {
            this.minute = minute;
            this.unit = unit;
        }

        public Builder area(Optional<TreePath> area) {
            this.area = area;
            return this;
        }

        public Builder source(String source) {
            this.source = source;
            return this;
        }

        public Builder kind(FeedbackKind kind) {
            this.kind = kind;
            return this;
        }

        public Builder channel(String channel) {
            this.channel = channel;
            return this;
        }

        public Builder question(String question) {
            this.question = question;
            return this;
        }

        public Builder answer(Optional<Answer> answer) {
            this.answer = answer;
            return this;
        }

        public Builder reaction(Optional<String> reaction) {
            this.reaction = reaction;
            return this;
        }

        public Builder imputed(boolean imputed) {
            this.imputed = imputed;
            return this;
        }

        public Builder about(Optional<SubjectType> about) {
            this.about = about;
            return this;
        }

        public Builder article(Optional<String> article) {
            this.article = article;
            return this;
        }

        public Builder topics(SortedSet<String> topics) {
            this.topics = topics;
            return this;
        }

        public Builder callBack(Optional<Link> callBack) {
            this.callBack = callBack;
            return this;
        }

        public Feedback build() {
            return new Feedback(
                    minute, unit, area, source, kind, channel, question, answer, reaction, imputed, about, article,
                    topics, callBack);
        }
    }
}
