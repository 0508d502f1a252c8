// Plimsoll's own statements. Queries inside them are only delimited here: Calcite parses them.
// Kept near LL(1), so that an error is reported at the token that is wrong.
grammar PlimsollSql;

options { caseInsensitive = true; }

singleStatement : statement EOF ;

statement
    : CREATE DATABASE ifNotExists? name properties?                         # createDatabase
    | DROP DATABASE ifExists? name FORCE?                                   # dropDatabase
    | SHOW DATABASES likePattern?                                           # showDatabases
    | USE name                                                              # use
    | CREATE TABLE ifNotExists? tableName tableBody                         # createTable
    | DROP TABLE ifExists? tableName FORCE?                                 # dropTable
    | TRUNCATE TABLE tableName                                              # truncateTable
    | SHOW TABLES ((FROM | IN) name)? likePattern?                          # showTables
    | SHOW CREATE TABLE tableName                                           # showCreateTable
    | (DESC | DESCRIBE) TABLE? tableName                                    # describeTable
    | INSERT INTO TABLE? tableName (WITH LABEL labelText)? columnList? query  # insert
    | LOAD DATA INFILE string INTO TABLE tableName loadClause*              # loadData
    | SHOW LOAD ALL? ((FROM | IN) name)? (WHERE loadFilter (AND loadFilter)*)?
        (ORDER BY sortItem (',' sortItem)*)? limit?                         # showLoad
    | CANCEL LOAD ((FROM | IN) name)? WHERE LABEL '=' string                # cancelLoad
    | EXPLAIN query                                                         # explain
    | SET PASSWORD (FOR userName)? '=' newPassword                          # setPassword
    | SET assignment (',' assignment)*                                      # setVariables
    | SHOW scope? VARIABLES likePattern?                                    # showVariables
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
anything : ~EOF ;

// ---- CREATE TABLE

tableBody
    : '(' tableElement (',' tableElement)* ')' tableClause* createAs?        # columnsBody
    | LIKE tableName                                                        # likeBody
    | tableClause* createAs                                                 # queryBody
    ;

createAs : AS query | (SELECT | WITH | VALUES) anything* ;

tableElement
    : INDEX '(' indexItem (',' indexItem)* ')'                              # openmldbIndex
    | INDEX name '(' name (',' name)* ')' (USING name)? (COMMENT string)?   # bitmapIndex
    | keyKind=(PRIMARY | UNIQUE) KEY '(' name (',' name)* ')'               # inlineKey
    | name type columnOption*                                               # column
    ;

type : name typeArguments? UNSIGNED? | name '<' nestedType+ '>' ;
typeArguments : '(' typeArgument (',' typeArgument)* ')' ;
typeArgument : INTEGER | '*' ;
nestedType : '<' nestedType+ '>' | ~('<' | '>' | EOF) ;

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
    | OPTIONS optionList                                                    # tableOptions
    ;

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

// ---- LOAD DATA, SHOW LOAD, SET

loadClause : OPTIONS optionList | CONFIG optionList ;

loadFilter
    : LABEL '=' string                                                      # labelIs
    | LABEL LIKE string                                                     # labelLike
    | STATE '=' string                                                      # stateIs
    ;

sortItem : name (ASC | DESC)? ;
limit : LIMIT INTEGER (',' INTEGER | OFFSET INTEGER)? ;

assignment
    : scope? name '=' settingValue
    | '@' '@' ((GLOBAL | SESSION) '.')? name '=' settingValue
    ;
scope : GLOBAL | SESSION ;
settingValue : literal | name | ON ;

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
likePattern : LIKE string ;
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
    : AGGREGATE | ALL | ASC | AUTO | AUTO_INCREMENT | BITMAP_UNION | BUCKETS | CANCEL | COMMENT
    | CONFIG | CURRENT_TIMESTAMP | DATA | DATABASES | DISTRIBUTED | DUPLICATE | ENGINE | FORCE
    | GLOBAL | HASH | HLL_UNION | IF | INFILE | LABEL | LIST | LOAD | MAX | MIN | NOW | OFFSET
    | OPTIONS | PERCENTILE_UNION | PROPERTIES | RANDOM | RANGE | REPLACE | REPLACE_IF_NOT_NULL
    | ROLLUP | SESSION | STATE | SUM | TABLES | TRUNCATE | USING | VARIABLES
    | ALTER | DELETE | FOR | GRANT | GRANTS | IDENTIFIED | PASSWORD | REVOKE | ROLE | ROLES | USER
    | USERS
    ;

// ---- tokens

AGGREGATE : 'AGGREGATE' ;
ALL : 'ALL' ;
ALTER : 'ALTER' ;
AND : 'AND' ;
AS : 'AS' ;
ASC : 'ASC' ;
AUTO : 'AUTO' ;
AUTO_INCREMENT : 'AUTO_INCREMENT' ;
BITMAP_UNION : 'BITMAP_UNION' ;
BUCKETS : 'BUCKETS' ;
BY : 'BY' ;
CANCEL : 'CANCEL' ;
COMMENT : 'COMMENT' ;
CONFIG : 'CONFIG' ;
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
ENGINE : 'ENGINE' ;
EXISTS : 'EXISTS' ;
EXPLAIN : 'EXPLAIN' ;
FALSE : 'FALSE' ;
FOR : 'FOR' ;
FORCE : 'FORCE' ;
FROM : 'FROM' ;
GLOBAL : 'GLOBAL' ;
GRANT : 'GRANT' ;
GRANTS : 'GRANTS' ;
HASH : 'HASH' ;
HLL_UNION : 'HLL_UNION' ;
IDENTIFIED : 'IDENTIFIED' ;
IF : 'IF' ;
IN : 'IN' ;
INDEX : 'INDEX' ;
INFILE : 'INFILE' ;
INSERT : 'INSERT' ;
INTO : 'INTO' ;
KEY : 'KEY' ;
LABEL : 'LABEL' ;
LIKE : 'LIKE' ;
LIMIT : 'LIMIT' ;
LIST : 'LIST' ;
LOAD : 'LOAD' ;
MAX : 'MAX' ;
MIN : 'MIN' ;
NOT : 'NOT' ;
NOW : 'NOW' ;
NULL : 'NULL' ;
OFFSET : 'OFFSET' ;
ON : 'ON' ;
OPTIONS : 'OPTIONS' ;
ORDER : 'ORDER' ;
PARTITION : 'PARTITION' ;
PASSWORD : 'PASSWORD' ;
PERCENTILE_UNION : 'PERCENTILE_UNION' ;
PRIMARY : 'PRIMARY' ;
PROPERTIES : 'PROPERTIES' ;
RANDOM : 'RANDOM' ;
RANGE : 'RANGE' ;
REPLACE : 'REPLACE' ;
REPLACE_IF_NOT_NULL : 'REPLACE_IF_NOT_NULL' ;
REVOKE : 'REVOKE' ;
ROLE : 'ROLE' ;
ROLES : 'ROLES' ;
ROLLUP : 'ROLLUP' ;
SELECT : 'SELECT' ;
SESSION : 'SESSION' ;
SET : 'SET' ;
SHOW : 'SHOW' ;
STATE : 'STATE' ;
SUM : 'SUM' ;
TABLE : 'TABLE' ;
TABLES : 'TABLES' ;
TO : 'TO' ;
TRUE : 'TRUE' ;
TRUNCATE : 'TRUNCATE' ;
UNIQUE : 'UNIQUE' ;
UNSIGNED : 'UNSIGNED' ;
USE : 'USE' ;
USER : 'USER' ;
USERS : 'USERS' ;
USING : 'USING' ;
VALUES : 'VALUES' ;
VARIABLES : 'VARIABLES' ;
WHERE : 'WHERE' ;
WITH : 'WITH' ;

SEMICOLON : ';' ;
LEFT : '(' ;
RIGHT : ')' ;
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
