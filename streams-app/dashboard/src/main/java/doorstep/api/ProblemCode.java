// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

/** What is wrong, for programs: the member {@code code} of a problem. */
public enum ProblemCode {
    /** A parameter that cannot be as it is; the problem names it. */
    INVALID_PARAMETER,
    /** No rows add up to the dates that were asked for. */
    NOT_COVERED,
    /** A unit that does not exist, or that the token does not see. */
    UNKNOWN_UNIT,
    /** A request that is not valid in another way. */
    INVALID_REQUEST,
    /** There is no valid token, and the path needs one. */
    NEEDS_TOKEN,
    /** The token is not valid. */
    INVALID_TOKEN,
    /** The token is not one for all units. */
    NEEDS_ROOT,
    /** The page that asks comes from another origin. */
    FOREIGN_ORIGIN,
    /** The name of the host is not one of the server's. */
    FOREIGN_HOST,
    NO_SUCH_PATH,
    /** Neither JSON nor CSV was asked for, or there is no CSV of this. */
    NO_SUCH_FORMAT,
    /** The topics are being read for the first time. */
    STARTING,
    /** The pipeline has not run on these topics yet. */
    NO_FIGURES,
    /** Too much was asked at once; ask again later. */
    BUSY,
    /** A bug. */
    FAILED
}
