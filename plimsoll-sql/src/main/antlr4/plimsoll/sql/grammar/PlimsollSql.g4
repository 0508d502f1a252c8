// Plimsoll's own statements. Queries inside them are only delimited here: Calcite parses them.
// Kept near LL(1), so that an error is reported at the token that is wrong.
grammar PlimsollSql;

options { caseInsensitive = true; }

singleStatement : statement EOF ;

// What may stand behind a query.
outfile : INTO OUTFILE string (OPTIONS optionList)? EOF ;

statement
    : CREATE DATABASE ifNotExists? name properties?                         # createDatabase
    | DROP DATABASE ifExists? name FORCE?                                   # dropDatabase
    | SHOW DATABASES showFilter?                                           # showDatabases
    | USE name                                                              # use
    | CREATE TABLE ifNotExists? tableName tableBody                         # createTable
    | ALTER TABLE tableName alteration (',' alteration)*                    # alterTable
    | DROP TABLE ifExists? tableName FORCE?                                 # dropTable
    | TRUNCATE TABLE tableName                                              # truncateTable
    | MATERIALIZE TABLE? tableName (FROM from=literal TO to=literal)?       # materialize
    | CHECK TABLE tableName ONLINE AGAINST OFFLINE                          # checkTable
    | REPAIR TABLE tableName
        (ONLINE FROM OFFLINE | OFFLINE FROM ONLINE)                         # repairTable
    | SHOW FULL? TABLES ((FROM | IN) name)? showFilter?                     # showTables
    | SHOW TABLE STATUS ((FROM | IN) name)? showFilter?                     # showTableStatus
    | SHOW FULL? (COLUMNS | FIELDS) (FROM | IN) tableName ((FROM | IN) name)?
        showFilter?                                                         # showColumns
    | SHOW (INDEX | INDEXES | KEYS) (FROM | IN) tableName ((FROM | IN) name)?
        showFilter?                                                         # showIndex
    | SHOW PARTITIONS (FROM | IN) tableName showFilter?                     # showPartitions
    | SHOW CREATE TABLE tableName                                           # showCreateTable
    | (DESC | DESCRIBE) TABLE? tableName                                    # describeTable
    | INSERT (OR? IGNORE)? (INTO | OVERWRITE) TABLE? tableName (WITH LABEL labelText)?
        (columnList | BY NAME)? query                                       # insert
    | DELETE FROM tableName (WHERE condition)?                              # deleteRows
    | LOAD DATA (LOW_PRIORITY | CONCURRENT)? LOCAL? INFILE string (REPLACE | IGNORE)?
        INTO TABLE tableName (PARTITION columnList)? loadClause* loadText   # loadData
    | SHOW LOAD ALL? ((FROM | IN) name)? (WHERE loadFilter (AND loadFilter)*)?
        (ORDER BY sortItem (',' sortItem)*)? limit?                         # showLoad
    | CANCEL LOAD ((FROM | IN) name)? WHERE LABEL '=' string                # cancelLoad
    | REPLAY REJECTS OF (name '.')? labelText (WITH LABEL labelText)?
        (OPTIONS optionList)?                                               # replayRejects
    | SHOW JOBS (FROM name)? (LIKE string)?                                 # showJobs
    | SHOW JOB INTEGER                                                      # showJob
    | SHOW JOBLOG INTEGER                                                   # showJobLog
    | STOP JOB INTEGER                                                      # stopJob
    | EXPLAIN query                                                         # explain
    | SET PASSWORD (FOR userName)? '=' newPassword                          # setPassword
    | SET assignment (',' assignment)*                                      # setVariables
    | SET scope? TRANSACTION transactionMode (',' transactionMode)*         # setTransaction
    | FLUSH PRIVILEGES                                                      # flushPrivileges
    | SHOW scope? VARIABLES showFilter?                                     # showVariables
    | SHOW shown showFilter? limit?                                         # showServer
    | (BEGIN WORK? | START TRANSACTION (READ (ONLY | WRITE))?)              # begin
    | COMMIT WORK?                                                          # commit
    | ROLLBACK WORK?                                                        # rollback
    | KILL (CONNECTION | QUERY)? INTEGER                                    # kill
    | CREATE USER ifNotExists? userName credential? (DEFAULT ROLE word (',' word)*)? # createUser
    | ALTER USER ifExists? userName credential                              # alterUser
    | DROP USER ifExists? userName (',' userName)*                          # dropUser
    | CREATE ROLE ifNotExists? word (',' word)*                             # createRole
    | DROP ROLE ifExists? word (',' word)*                                  # dropRole
    | GRANT granted (',' granted)* (ON grantScope)? TO holder               # grant
    | REVOKE granted (',' granted)* (ON grantScope)? FROM holder            # revoke
    | SHOW GRANTS (FOR holder)?                                             # showGrants
    | SHOW ALL? (USERS | ROLES)                                             # showUsers
    ;

query : (SELECT | WITH | VALUES | '(') anything* ;
condition : anything+ ;
anything : ~EOF ;

// ---- CREATE TABLE

tableBody
    : '(' tableElement (',' tableElement)* ')' tableClause* createAs?        # columnsBody
    | LIKE kind=name string                                                 # likeFileBody
    | LIKE tableName                                                        # likeBody
    | tableClause* createAs                                                 # queryBody
    ;

createAs : AS query | (SELECT | WITH | VALUES) anything* ;

tableElement
    : INDEX '(' indexItem (',' indexItem)* ')'                              # openmldbIndex
    | INDEX name '(' name (',' name)* ')' (USING name)? (COMMENT string)?   # bitmapIndex
    | keyKind=(PRIMARY | UNIQUE) KEY '(' name (',' name)* ')'               # inlineKey
    | columnDefinition                                                      # column
    ;

columnDefinition : name type columnOption* ;

type : name typeArguments? UNSIGNED? | name '<' typePart (',' typePart)* '>' ;
typeArguments : '(' typeArgument (',' typeArgument)* ')' ;
typeArgument : INTEGER | '*' ;
typePart : type | name type ;

columnOption
    : NOT NULL                                                              # notNull
    | NULL                                                                  # nullable
    | DEFAULT defaultValue                                                  # defaultOption
    | COMMENT string                                                        # columnComment
    | AUTO_INCREMENT                                                        # autoIncrement
    | AS '(' inParentheses* ')'                                             # generated
    | (PRIMARY | UNIQUE)? KEY                                               # columnKey
    | aggregate=(SUM | MIN | MAX | REPLACE | REPLACE_IF_NOT_NULL | HLL_UNION | BITMAP_UNION
        | PERCENTILE_UNION)                                                 # columnAggregate
    ;

defaultValue
    : literal
    | (CURRENT_TIMESTAMP | NOW) ('(' ')')?
    | '(' inParentheses* ')'
    ;

indexItem : (name | KEY) '=' indexValue ;
indexValue : indexAtom | '(' indexAtom (',' indexAtom)* ')' ;
indexAtom : name | INTEGER | string ;

tableClause
    : ENGINE '=' word                                                       # engine
    | keyKind=(DUPLICATE | AGGREGATE | UNIQUE | PRIMARY) KEY '(' name (',' name)* ')' # tableKey
    | COMMENT '='? string                                                   # tableComment
    | PARTITION BY partitioning                                             # partitionBy
    | DISTRIBUTED BY distribution                                           # distributedBy
    | ORDER BY '(' name (',' name)* ')'                                     # orderBy
    | ROLLUP '(' inParentheses* ')'                                         # rollup
    | properties                                                            # tableProperties
    | OPTIONS '(' (tableOption (',' tableOption)*)? ')'                     # tableOptions
    ;

tableOption : optionName '=' (literal | replicaSets) ;
replicaSets : '[' (replicaSet (',' replicaSet)*)? ']' ;
replicaSet : '(' string (',' '[' (string (',' string)*)? ']')? ')' ;

partitioning
    : partitionKind=(RANGE | LIST) '(' inParentheses* ')' ('(' inParentheses* ')')?
    | partitionItem (',' partitionItem)* ('(' inParentheses* ')')?
    | '(' partitionItem (',' partitionItem)* ')' ('(' inParentheses* ')')?
    ;

partitionItem : name ('(' (partitionArgument (',' partitionArgument)*)? ')')? ;
partitionArgument : name | string | INTEGER ;

distribution
    : HASH '(' name (',' name)* ')' (BUCKETS (INTEGER | AUTO))?
    | RANDOM (BUCKETS (INTEGER | AUTO))?
    ;

// ---- ALTER TABLE

alteration
    : ADD OFFLINE_PATH string                                               # addOfflinePath
    | DROP OFFLINE_PATH string                                              # dropOfflinePath
    | ADD COLUMN? columnDefinition columnPlace?                             # addColumn
    | ADD COLUMN? '(' columnDefinition (',' columnDefinition)* ')'          # addColumns
    | DROP COLUMN? name                                                     # dropColumn
    | RENAME COLUMN name TO name                                            # renameColumn
    | RENAME (TO | AS)? name                                                # renameTable
    | MODIFY COLUMN? columnDefinition columnPlace?                          # modifyColumn
    | COMMENT '='? string                                                   # setComment
    | SET optionList                                                        # setProperties
    ;

columnPlace : FIRST | AFTER name ;

// ---- LOAD DATA, SHOW LOAD, SET

loadClause : OPTIONS optionList | CONFIG optionList ;

// As MySQL has it; all of it may be missing.
loadText
    : ((CHARACTER SET | CHARSET) charset)? ((FIELDS | COLUMNS) fieldsClause+)? (LINES linesClause+)?
      (IGNORE INTEGER (LINES | ROWS))? ('(' (loadField (',' loadField)*)? ')')?
      (SET loadAssignment (',' loadAssignment)*)?
    ;
fieldsClause
    : TERMINATED BY delimiter
    | OPTIONALLY? ENCLOSED BY delimiter
    | ESCAPED BY delimiter
    ;
linesClause : (STARTING | TERMINATED) BY delimiter ;
delimiter : string | IDENTIFIER ;
loadField : name | '@' word ;
loadAssignment : name '=' loadExpression+ ;
loadExpression : '(' inParentheses* ')' | ~('(' | ')' | ',' | EOF) ;

loadFilter
    : LABEL '=' string                                                      # labelIs
    | LABEL LIKE string                                                     # labelLike
    | STATE '=' string                                                      # stateIs
    ;

sortItem : name (ASC | DESC)? ;
limit : LIMIT INTEGER (',' INTEGER | OFFSET INTEGER)? ;

assignment
    : NAMES charset (COLLATE charset)?                                      # names
    | (CHARACTER SET | CHARSET) charset                                     # characterSet
    | (scope? name | '@' '@' ((GLOBAL | SESSION | LOCAL) '.')? name) ('=' | ':=') settingValue # variable
    ;
scope : GLOBAL | SESSION | LOCAL ;
settingValue
    : name '(' settingConstant (',' settingConstant)* ')'
    | settingConstant
    ;
settingConstant : literal | name | ON | DEFAULT | '@' '@' ((GLOBAL | SESSION | LOCAL) '.')? name ;
charset : name | string | DEFAULT ;

transactionMode
    : ISOLATION LEVEL (READ (COMMITTED | UNCOMMITTED) | REPEATABLE READ | SERIALIZABLE)
    | READ (ONLY | WRITE)
    ;

// ---- what the server is and does

shown
    : COLLATION                                                             # shownCollations
    | CHARACTER SET                                                         # shownCharacterSets
    | CHARSET                                                               # shownCharacterSets
    | STORAGE? ENGINES                                                      # shownEngines
    | PLUGINS                                                               # shownPlugins
    | WARNINGS                                                              # shownWarnings
    | ERRORS                                                                # shownErrors
    | scope? STATUS                                                         # shownStatus
    | FULL? PROCESSLIST                                                     # shownProcesses
    | TRIGGERS ((FROM | IN) name)?                                          # shownTriggers
    | EVENTS ((FROM | IN) name)?                                            # shownEvents
    | (PROCEDURE | FUNCTION) STATUS                                         # shownRoutines
    ;

showFilter : LIKE string | WHERE columnFilter (OR columnFilter)* | WHERE condition ;
columnFilter
    : name ('=' | LIKE) string
    | name IN '(' string (',' string)* ')'
    ;

// ---- users and rights

userName : word ('@' word)? ('(' ')')? ;
credential : IDENTIFIED (WITH word)? (BY PASSWORD? string | AS string)? ;
newPassword : string | PASSWORD '(' string ')' ;
granted : grantedWord+ ;
grantedWord : word | CREATE | DATABASE | DROP | INSERT | SELECT | TABLE ;
grantScope
    : ALL TABLES IN (DATABASE name | ALL DATABASES)                         # onAllTables
    | (DATABASE name | ALL DATABASES)                                       # onDatabase
    | TABLE? grantName ('.' grantName)?                                     # onName
    ;
grantName : name | '*' ;
holder : USER? userName | ROLE word ;

// ---- shared

ifNotExists : IF NOT EXISTS ;
ifExists : IF EXISTS ;
properties : PROPERTIES optionList ;
optionList : '(' (option (',' option)*)? ')' ;
option : optionName '=' literal ;
optionName : string | name ;
columnList : '(' name (',' name)* ')' ;
tableName : name ('.' name)? ;
labelText : string | name ;
word : string | name ;

literal
    : string
    | sign=('-' | '+')? (INTEGER | NUMBER)
    | TRUE
    | FALSE
    | NULL
    ;
string : STRING ;

inParentheses : '(' inParentheses* ')' | ~('(' | ')' | EOF) ;

name : IDENTIFIER | QUOTED | nonReserved ;

nonReserved
    : ADD | AFTER | AGGREGATE | ALL | ASC | AUTO | AUTO_INCREMENT | BEGIN | BITMAP_UNION | BUCKETS | CANCEL
    | CHARACTER | CHARSET | COLLATION | COLUMN | COLUMNS | COMMENT | COMMIT | COMMITTED | CONCURRENT | CONFIG | CONNECTION
    | CURRENT_TIMESTAMP | DATA | DATABASES | DISTRIBUTED | DUPLICATE | ENCLOSED | ENGINE | ENGINES | ERRORS | ESCAPED | FIELDS
    | EVENTS | FUNCTION | INDEXES | KEYS | PARTITIONS | PROCEDURE | TRIGGERS
    | AGAINST | CHECK | OFFLINE | ONLINE | REPAIR
    | FIRST | FORCE | GLOBAL | HASH | HLL_UNION | IF | IGNORE | INFILE | ISOLATION | JOB | JOBLOG | JOBS | KILL | LABEL | LEVEL | LINES | LIST
    | LOAD | LOCAL | LOW_PRIORITY | MATERIALIZE | MAX | MIN | MODIFY | NAME | NAMES | NOW | OF | OFFLINE_PATH | OFFSET | ONLY | OPTIONALLY | OPTIONS | OUTFILE | OVERWRITE | PERCENTILE_UNION
    | PLUGINS | PROCESSLIST | PROPERTIES | QUERY | RANDOM | RANGE | READ | REJECTS | RENAME | REPEATABLE | REPLACE
    | REPLACE_IF_NOT_NULL | REPLAY | ROLLBACK | ROLLUP | ROWS | SERIALIZABLE | SESSION | START | STARTING | STATE | STATUS
    | STOP | STORAGE | SUM | TABLES | TERMINATED | TRANSACTION | TRUNCATE | UNCOMMITTED | USING | VARIABLES | WARNINGS
    | WORK | WRITE
    | ALTER | DELETE | FLUSH | FOR | GRANT | GRANTS | IDENTIFIED | PASSWORD | PRIVILEGES | REVOKE | ROLE | ROLES | USER
    | USERS
    ;

// ---- tokens

ADD : 'ADD' ;
AFTER : 'AFTER' ;
AGAINST : 'AGAINST' ;
AGGREGATE : 'AGGREGATE' ;
ALL : 'ALL' ;
ALTER : 'ALTER' ;
AND : 'AND' ;
AS : 'AS' ;
ASC : 'ASC' ;
AUTO : 'AUTO' ;
AUTO_INCREMENT : 'AUTO_INCREMENT' ;
BEGIN : 'BEGIN' ;
BITMAP_UNION : 'BITMAP_UNION' ;
BUCKETS : 'BUCKETS' ;
BY : 'BY' ;
CANCEL : 'CANCEL' ;
CHARACTER : 'CHARACTER' ;
CHARSET : 'CHARSET' ;
CHECK : 'CHECK' ;
COLLATE : 'COLLATE' ;
COLLATION : 'COLLATION' ;
COLUMN : 'COLUMN' ;
COLUMNS : 'COLUMNS' ;
COMMENT : 'COMMENT' ;
COMMIT : 'COMMIT' ;
COMMITTED : 'COMMITTED' ;
CONCURRENT : 'CONCURRENT' ;
CONFIG : 'CONFIG' ;
CONNECTION : 'CONNECTION' ;
CREATE : 'CREATE' ;
CURRENT_TIMESTAMP : 'CURRENT_TIMESTAMP' ;
DATA : 'DATA' ;
DATABASE : 'DATABASE' | 'SCHEMA' ;
DATABASES : 'DATABASES' | 'SCHEMAS' ;
DEFAULT : 'DEFAULT' ;
DELETE : 'DELETE' ;
DESC : 'DESC' ;
DESCRIBE : 'DESCRIBE' ;
DISTRIBUTED : 'DISTRIBUTED' ;
DROP : 'DROP' ;
DUPLICATE : 'DUPLICATE' ;
ENCLOSED : 'ENCLOSED' ;
ENGINE : 'ENGINE' ;
ENGINES : 'ENGINES' ;
ERRORS : 'ERRORS' ;
ESCAPED : 'ESCAPED' ;
EVENTS : 'EVENTS' ;
EXISTS : 'EXISTS' ;
EXPLAIN : 'EXPLAIN' ;
FALSE : 'FALSE' ;
FIELDS : 'FIELDS' ;
FIRST : 'FIRST' ;
FLUSH : 'FLUSH' ;
FOR : 'FOR' ;
FORCE : 'FORCE' ;
FROM : 'FROM' ;
FULL : 'FULL' ;
FUNCTION : 'FUNCTION' ;
GLOBAL : 'GLOBAL' ;
GRANT : 'GRANT' ;
GRANTS : 'GRANTS' ;
HASH : 'HASH' ;
HLL_UNION : 'HLL_UNION' ;
IDENTIFIED : 'IDENTIFIED' ;
IF : 'IF' ;
IGNORE : 'IGNORE' ;
IN : 'IN' ;
INDEX : 'INDEX' ;
INDEXES : 'INDEXES' ;
INFILE : 'INFILE' ;
INSERT : 'INSERT' ;
INTO : 'INTO' ;
ISOLATION : 'ISOLATION' ;
JOB : 'JOB' ;
JOBLOG : 'JOBLOG' ;
JOBS : 'JOBS' ;
KEY : 'KEY' ;
KEYS : 'KEYS' ;
KILL : 'KILL' ;
LABEL : 'LABEL' ;
LEVEL : 'LEVEL' ;
LIKE : 'LIKE' ;
LIMIT : 'LIMIT' ;
LINES : 'LINES' ;
LIST : 'LIST' ;
LOAD : 'LOAD' ;
LOCAL : 'LOCAL' ;
LOW_PRIORITY : 'LOW_PRIORITY' ;
MATERIALIZE : 'MATERIALIZE' ;
MAX : 'MAX' ;
MIN : 'MIN' ;
MODIFY : 'MODIFY' ;
NAME : 'NAME' ;
NAMES : 'NAMES' ;
NOT : 'NOT' ;
NOW : 'NOW' ;
NULL : 'NULL' ;
OF : 'OF' ;
OFFLINE : 'OFFLINE' ;
OFFLINE_PATH : 'OFFLINE_PATH' ;
OFFSET : 'OFFSET' ;
ON : 'ON' ;
ONLINE : 'ONLINE' ;
ONLY : 'ONLY' ;
OPTIONALLY : 'OPTIONALLY' ;
OPTIONS : 'OPTIONS' ;
OR : 'OR' ;
ORDER : 'ORDER' ;
OUTFILE : 'OUTFILE' ;
OVERWRITE : 'OVERWRITE' ;
PARTITION : 'PARTITION' ;
PARTITIONS : 'PARTITIONS' ;
PASSWORD : 'PASSWORD' ;
PERCENTILE_UNION : 'PERCENTILE_UNION' ;
PLUGINS : 'PLUGINS' ;
PRIMARY : 'PRIMARY' ;
PRIVILEGES : 'PRIVILEGES' ;
PROCEDURE : 'PROCEDURE' ;
PROCESSLIST : 'PROCESSLIST' ;
PROPERTIES : 'PROPERTIES' ;
QUERY : 'QUERY' ;
RANDOM : 'RANDOM' ;
RANGE : 'RANGE' ;
READ : 'READ' ;
RENAME : 'RENAME' ;
REJECTS : 'REJECTS' ;
REPAIR : 'REPAIR' ;
REPEATABLE : 'REPEATABLE' ;
REPLACE : 'REPLACE' ;
REPLACE_IF_NOT_NULL : 'REPLACE_IF_NOT_NULL' ;
REPLAY : 'REPLAY' ;
REVOKE : 'REVOKE' ;
ROLE : 'ROLE' ;
ROLES : 'ROLES' ;
ROLLBACK : 'ROLLBACK' ;
ROLLUP : 'ROLLUP' ;
ROWS : 'ROWS' ;
SELECT : 'SELECT' ;
SERIALIZABLE : 'SERIALIZABLE' ;
SESSION : 'SESSION' ;
SET : 'SET' ;
SHOW : 'SHOW' ;
START : 'START' ;
STARTING : 'STARTING' ;
STATE : 'STATE' ;
STATUS : 'STATUS' ;
STOP : 'STOP' ;
STORAGE : 'STORAGE' ;
SUM : 'SUM' ;
TABLE : 'TABLE' ;
TABLES : 'TABLES' ;
TERMINATED : 'TERMINATED' ;
TO : 'TO' ;
TRANSACTION : 'TRANSACTION' ;
TRIGGERS : 'TRIGGERS' ;
TRUE : 'TRUE' ;
TRUNCATE : 'TRUNCATE' ;
UNCOMMITTED : 'UNCOMMITTED' ;
UNIQUE : 'UNIQUE' ;
UNSIGNED : 'UNSIGNED' ;
USE : 'USE' ;
USER : 'USER' ;
USERS : 'USERS' ;
USING : 'USING' ;
VALUES : 'VALUES' ;
VARIABLES : 'VARIABLES' ;
WARNINGS : 'WARNINGS' ;
WHERE : 'WHERE' ;
WITH : 'WITH' ;
WORK : 'WORK' ;
WRITE : 'WRITE' ;

SEMICOLON : ';' ;
LEFT : '(' ;
RIGHT : ')' ;
LEFT_SQUARE : '[' ;
RIGHT_SQUARE : ']' ;
COMMA : ',' ;
DOT : '.' ;
EQUALS : '=' ;
LESS : '<' ;
GREATER : '>' ;
STAR : '*' ;
MINUS : '-' ;
PLUS : '+' ;
AT : '@' ;

INTEGER : DIGIT+ ;
NUMBER
    : DIGIT+ '.' DIGIT* EXPONENT?
    | '.' DIGIT+ EXPONENT?
    | DIGIT+ EXPONENT
    ;
// A name may begin with a digit, as in MySQL; '10m' in a TTL is one.
IDENTIFIER : [a-z0-9_$\u0080-\u009F\u00A1-\uFEFE\uFF00-\u{10FFFF}]+ ;
QUOTED : '`' (~'`' | '``')* '`' ;
STRING
    : '\'' (~['\\] | '\\' . | '\'\'')* '\''
    | '"' (~["\\] | '\\' . | '""')* '"'
    ;

LINE_COMMENT : ('--' | '#') ~[\r\n]* -> channel(HIDDEN) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(HIDDEN) ;
BLANK : [ \t\r\n\u000B\u000C\u00A0\uFEFF]+ -> channel(HIDDEN) ;

UNCLOSED_STRING : '\'' (~['\\] | '\\' . | '\'\'')* '\\'? | '"' (~["\\] | '\\' . | '""')* '\\'? ;
UNCLOSED_NAME : '`' (~'`' | '``')* ;
UNCLOSED_COMMENT : '/*' ; // a closed comment is longer, so it wins

// Operators that only queries use.
OPERATOR : '<=>' | '<=' | '>=' | '<>' | '!=' | '||' | '&&' | ':=' | '->' | '->>' ;
OTHER : . ;

fragment DIGIT : [0-9] ;
fragment EXPONENT : 'E' [+-]? DIGIT+ ;
