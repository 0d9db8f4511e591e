// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.catalogue.Catalogue;
import doorstep.catalogue.Question;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.Feedback.Answer;
import doorstep.event.Identity;
import doorstep.event.Link;
import doorstep.event.Subject;
import doorstep.event.Visit;
import doorstep.link.LinkEntry.EventTopic;
import doorstep.link.LinkEntry.Opening;
import doorstep.link.LinkEntry.Role;
import doorstep.wire.Identities;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Derives the link entries of an event. */
public final class LinkEntries {
    private final Catalogue catalogue;

    public LinkEntries(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * In the order in which they must be added; they are removed in the opposite order. So a rating's own entry is
     * there for as long as the call-back that it opens, whatever other senders do in between.
     *
     * @param id of the event, UTF-8
     */
    public List<LinkEntry> of(byte[] id, Event event) {
        if (event instanceof Visit visit && visit.fulfils().isPresent()) {
            return of(id, visit, visit.fulfils().get());
        }
        if (event instanceof Feedback feedback && feedback.callBack().isPresent()) {
            return of(id, feedback, feedback.callBack().get());
        }
        return List.of();
    }

    /** Does not distinguish between duties and call-backs: no call-back opens under the id of a duty. */
    private static List<LinkEntry> of(byte[] id, Visit visit, Link link) {
        List<LinkEntry> linkEntries = new ArrayList<>();
        linkEntries.add(LinkEntry.of(link.target(), Role.VISIT, link.at(), EventTopic.VISITS, id));
        if (visit.isFollowUp()) {
            linkEntries.add(LinkEntry.of(link.target(), Role.CLOSES, link.at(), EventTopic.VISITS, id));
        }
        return linkEntries;
    }

    /**
     * Empty unless the question asks for call-backs. A rating without a subject is the only one about its own: if it is
     * good, it ends nothing, and it is never a second rating.
     */
    private List<LinkEntry> of(byte[] id, Feedback rating, Link link) {
        Answer answer = rating.answer().orElseThrow();
        Question question = catalogue.question(rating.question(), answer.scale());
        boolean bad = answer.score() < question.badBelow();
        if (!question.callsBack() || (link.isToItself() && !bad)) {
            return List.of();
        }
        LinkEntry closes = LinkEntry.of(target(id, rating, link), Role.CLOSES, link.at(), EventTopic.FEEDBACK, id);
        LinkEntry opensOrCloses = bad ? closes.opens(opening(id, rating, link, answer)) : closes;
        return link.isToItself() ? List.of(opensOrCloses) : List.of(closes.rates(answer), opensOrCloses);
    }

    private static Opening opening(byte[] id, Feedback rating, Link link, Answer answer) {
        return new Opening(rating.unit(), rating.area(), answer, rating.source(), subject(id, rating, link));
    }

    private static Identity target(byte[] id, Feedback rating, Link link) {
        return link.isToItself() ? Identities.of(itself(id, rating).callBackId()) : link.target();
    }

    private static Optional<Subject> subject(byte[] id, Feedback rating, Link link) {
        return link.isToItself()
                ? Optional.of(itself(id, rating))
                : link.subject()
                        .map(of -> new Subject(rating.about().orElseThrow().name(), of, rating.question()));
    }

    private static Subject itself(byte[] id, Feedback rating) {
        return new Subject(Subject.FEEDBACK, new String(id, StandardCharsets.UTF_8), rating.question());
    }
}
