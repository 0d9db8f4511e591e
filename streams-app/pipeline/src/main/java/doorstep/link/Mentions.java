package doorstep.link;

import doorstep.catalogue.Catalogue;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.Feedback.Answer;
import doorstep.event.Link;
import doorstep.event.Visit;
import doorstep.link.Mention.Opening;
import doorstep.link.Mention.Role;
import doorstep.link.Mention.Source;
import java.util.ArrayList;
import java.util.List;

/** What an event mentions. */
final class Mentions {
    private final Catalogue catalogue;

    Mentions(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * In the order in which they have to come; they go the other way round. A rating thus stands there for as long as the
     * call-back that it opens, whatever other senders say in between.
     *
     * @param id of the event, UTF-8
     */
    List<Mention> of(byte[] id, Event event) {
        if (event instanceof Visit visit && visit.fulfils().isPresent()) {
            return of(id, visit, visit.fulfils().get());
        }
        if (event instanceof Feedback feedback && feedback.callBack().isPresent()) {
            return of(id, feedback, feedback.callBack().get());
        }
        return List.of();
    }

    /** Whether it names a duty or a call-back does not matter: nothing opens under the id of a duty. */
    private static List<Mention> of(byte[] id, Visit visit, Link link) {
        List<Mention> mentions = new ArrayList<>();
        mentions.add(Mention.of(link.target(), Role.VISIT, link.at(), Source.VISITS, id));
        if (visit.isFollowUp()) {
            mentions.add(Mention.of(link.target(), Role.CLOSES, link.at(), Source.VISITS, id));
        }
        return mentions;
    }

    private List<Mention> of(byte[] id, Feedback rating, Link link) {
        Answer answer = rating.answer().orElseThrow();
        boolean bad = answer.score()
                < catalogue.question(rating.question(), answer.scale()).badBelow();
        Mention closes = Mention.of(link.target(), Role.CLOSES, link.at(), Source.FEEDBACK, id);
        List<Mention> mentions = new ArrayList<>();
        if (rating.about().isPresent()) { // else it is its own subject, and no second one can follow
            mentions.add(closes.rates(answer));
        }
        mentions.add(bad ? closes.opens(new Opening(rating.unit(), rating.area(), answer)) : closes);
        return mentions;
    }
}
