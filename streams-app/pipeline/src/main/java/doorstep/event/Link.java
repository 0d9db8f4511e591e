package doorstep.event;

/**
 * What an event says about something that is owed.
 *
 * @param target id of a commitment, or {@code callback:<type>:<id>:<question>}; it need not exist; {@link #ITSELF} of a
 *     rating without subject, whose own id that is
 * @param at milliseconds since the epoch
 */
public record Link(Identity target, long at) {
    /** Ids are hashes, none of which is 0. */
    public static final Identity ITSELF = new Identity(0, 0);

    public static Link toItself(long at) {
        return new Link(ITSELF, at);
    }

    public boolean isToItself() {
        return target.equals(ITSELF);
    }

    /**
     * The id of a call-back.
     *
     * @param subject type and id, with a colon
     */
    public static String callBackOf(String subject, String question) {
        return "callback:" + subject + ":" + question;
    }
}
