// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.avro.Mood;
import doorstep.avro.ReactionCount;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.tally.Tally;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Counts of reactions (moods) by article, for the root unit only. Reactions to anything else are not counted here. */
public final class ReactionCounts implements Family {
    @Override
    public int code() {
        return 4;
    }

    @Override
    public Topic topic() {
        return Topics.REACTION_COUNTS;
    }

    @Override
    public boolean rootOnly() {
        return true;
    }

    @Override
    public boolean hasFacets() {
        return true;
    }

    @Override
    public List<Contribution> contributionsOf(Event event) {
        if (!(event instanceof Feedback feedback)
                || feedback.reaction().isEmpty()
                || feedback.article().isEmpty()) {
            return List.of();
        }
        Tally tally = Tally.ofNamed(feedback.reaction().get(), 1);
        return List.of(new Contribution(feedback.minute(), feedback.article().get(), tally));
    }

    @Override
    public SpecificRecord row(RowHead head, Tally tally) {
        long all = contributionsIn(tally);
        List<Mood> moods = new ArrayList<>();
        tally.named().forEach((reaction, count) -> moods.add(new Mood(reaction, count, (double) count / all)));
        ReactionCount row = new ReactionCount();
        row.setReactions(all);
        row.setMoods(moods);
        return head.on(row);
    }

    @Override
    public Tally tally(SpecificRecord row) {
        return ((ReactionCount) row)
                .getMoods().stream()
                        .map(mood -> Tally.ofNamed(mood.getReaction(), mood.getCount()))
                        .reduce(Tally.ZERO, Tally::plus);
    }

    @Override
    public long contributionsIn(Tally tally) {
        return tally.named().values().stream().mapToLong(Long::longValue).sum();
    }
}
