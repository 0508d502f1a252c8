// What a Node program does with mysql2: prints one line for each thing, and nothing else.
const mysql = require('mysql2/promise');
const {Readable} = require('stream');

function* lines(count) {
  for (let i = 0; i < count; i += 1000) {
    let text = '';
    for (let k = i; k < i + 1000; k++) text += `${k},some text that makes the row a little longer\n`;
    yield Buffer.from(text);
  }
}

async function failure(work) {
  try {
    await work;
    return 'none';
  } catch (e) {
    return `${e.code} ${e.errno} ${e.sqlState}`;
  }
}

let run = 0;

async function script(options) {
  const db = await mysql.createConnection({
    host: '127.0.0.1', port: Number(process.argv[2]), dateStrings: true,
    supportBigNumbers: true, bigNumberStrings: true, ...options,
  });
  const say = (...words) => console.log(words.map((w) => JSON.stringify(w)).join(' '));
  await db.query('CREATE DATABASE IF NOT EXISTS node');
  await db.changeUser({database: 'node', ...options});
  await db.query('DROP TABLE IF EXISTS t');
  await db.query(`CREATE TABLE t (k INT, b BOOLEAN, l BIGINT, d DOUBLE, n DECIMAL(20, 5),
    dt DATE, ts DATETIME, v VARCHAR(100))`);
  const row = [1, true, '9223372036854775807', 0.1, '12345.67800', '2024-02-29',
    '2024-02-29 01:02:03.456789', "it's ü 😀 \\ \n"];
  const places = row.map(() => '?').join(', ');
  say((await db.execute(`INSERT INTO t VALUES (${places})`, row))[0].affectedRows);
  say((await db.execute(`INSERT INTO t VALUES (${places})`, [2, ...row.slice(1).map(() => null)]))[0].affectedRows);
  say((await db.query('INSERT INTO t (k, v) VALUES ?', [[[3, 'a'], [4, "b'"]]]))[0].affectedRows);
  say((await db.query({sql: 'SELECT * FROM t WHERE k < 3 ORDER BY k', rowsAsArray: true}))[0]);
  say((await db.execute({sql: 'SELECT * FROM t WHERE k < ? ORDER BY k', rowsAsArray: true}, [3]))[0]);
  const many = Array.from({length: 10000}, (_, i) => [i, `value '${i}'`]);
  await db.query('CREATE TABLE IF NOT EXISTS many (k INT, v VARCHAR(100))');
  await db.query('TRUNCATE TABLE many');
  const label = `node_${process.argv[4]}_${run++}`;
  say((await db.query(`INSERT INTO many WITH LABEL ${label} (k, v) VALUES ?`, [many]))[0].affectedRows);
  say((await db.query({sql: `SHOW LOAD WHERE LABEL = '${label}'`, rowsAsArray: true}))[0].map((load) => load[2]));
  say((await db.query({sql: 'SELECT COUNT(*), SUM(k) FROM many', rowsAsArray: true}))[0]);
  say(await failure(db.query(`INSERT INTO many WITH LABEL ${label} (k, v) VALUES ?`, [many.slice(0, 1)])));
  say((await db.query({
    sql: "LOAD DATA LOCAL INFILE 'stream' INTO TABLE many OPTIONS(header=false, mode='append')",
    infileStreamFactory: () => Readable.from(lines(200000)),
  }))[0].affectedRows);
  say(await failure(db.query('SELECT * FROM nowhere')));
  say(await failure(db.execute('SELECT nothing FROM t')));
  say((await db.query({sql: 'SELECT USER(), DATABASE()', rowsAsArray: true}))[0]);
  await db.ping();
  await db.end();
}

(async () => {
  await script({user: 'root'});
  await script({user: 'ann', password: process.argv[3]});
  await script({user: 'ann', password: process.argv[3], ssl: {rejectUnauthorized: false}});
})().catch((e) => { console.log(e.stack); process.exitCode = 1; });
