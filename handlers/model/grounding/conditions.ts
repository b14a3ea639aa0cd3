/** What is so only if something else is. */
export const conditions = /如果|若|仅在|除非|必须/u;
/** What tells that something else is needed. */
export const conditional = /如果|若|仅在|除非|时|必须/u;
