#pragma once

/// A project of file version 1 as SQL: four answers with id, member, time, NPS, region and comment, written by the
/// first release that had this version and dumped as it was. Never change it.
namespace xo::test {
// clang-format off
inline constexpr const char* kVersion1Project = R"sql(
PRAGMA page_size=8192;
PRAGMA application_id=1481594673;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE batch(id INTEGER PRIMARY KEY, dataset INTEGER REFERENCES dataset(id), dataset_name TEXT NOT NULL, kind TEXT NOT NULL, mode TEXT NOT NULL, state TEXT NOT NULL, "rows" INTEGER NOT NULL, rows_read INTEGER NOT NULL, rows_rejected INTEGER NOT NULL, cells_unparsed INTEGER NOT NULL, cells_out_of_range INTEGER NOT NULL, duplicate_ids INTEGER NOT NULL, source_file TEXT NOT NULL, source_hash TEXT NOT NULL, imported_at INTEGER NOT NULL, recipe TEXT NOT NULL);
INSERT INTO "batch" VALUES(1,1,'a','answers','append','live',4,4,0,0,0,0,'a.csv','5e8c17a1dc99ae70903b221e4d59f98a',1795362878768,'{"recipe":1,"name":"","kind":"answers","dataset":"a","encoding":"","delimiter":"","quote":"","escape":"","comment":"","header_rows":1,"sheet":"","hidden":"","stages":[],"columns":[{"source":"id","name":"id","label":"","role":"id","type":"category"},{"source":"member","name":"member","label":"","role":"customer","type":"category"},{"source":"time","name":"time","label":"","role":"time","type":"datetime"},{"source":"nps","name":"nps","label":"","role":"nps","type":"score"},{"source":"region","name":"region","label":"","role":"dimension","type":"category"},{"source":"comment","name":"comment","label":"","role":"text","type":"text"}]}');
CREATE TABLE batch_column(batch INTEGER NOT NULL REFERENCES batch(id), "column" INTEGER NOT NULL REFERENCES "column"(id), PRIMARY KEY(batch, "column")) WITHOUT ROWID;
INSERT INTO "batch_column" VALUES(1,1);
INSERT INTO "batch_column" VALUES(1,2);
INSERT INTO "batch_column" VALUES(1,3);
INSERT INTO "batch_column" VALUES(1,4);
INSERT INTO "batch_column" VALUES(1,5);
INSERT INTO "batch_column" VALUES(1,6);
CREATE TABLE chunk(id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL REFERENCES dataset(id), batch INTEGER NOT NULL REFERENCES batch(id), "column" INTEGER NOT NULL REFERENCES "column"(id), number INTEGER NOT NULL, part INTEGER NOT NULL, "rows" INTEGER NOT NULL, encoding INTEGER NOT NULL, bytes INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE("column", batch, number, part));
INSERT INTO "chunk" VALUES(1,1,1,1,0,0,4,1,4,-6959169118315797956,X'01020304');
INSERT INTO "chunk" VALUES(2,1,1,2,0,0,4,1,4,7023483402495661080,X'01020103');
INSERT INTO "chunk" VALUES(3,1,1,3,0,0,4,8,32,-1568759340653658715,X'003D95819B01000060EA00000000000001000000FB050000D9AE000074B90000');
INSERT INTO "chunk" VALUES(4,1,1,4,0,0,4,4,4,-4386111222353416938,X'09030AFB');
INSERT INTO "chunk" VALUES(5,1,1,5,0,0,4,1,4,-6911526936712093722,X'01020103');
INSERT INTO "chunk" VALUES(6,1,1,6,0,0,4,41,45,-1696829483272390557,X'620600000009000100F0120E000000E5BE88E5A5BDE7AD89E5A4AAE4B985E8BF98E8A18C2C20E4B880E888AC');
CREATE TABLE "column"(id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL REFERENCES dataset(id), position INTEGER NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, role TEXT NOT NULL, type TEXT NOT NULL, dictionary INTEGER REFERENCES dictionary(id), UNIQUE(dataset, name));
INSERT INTO "column" VALUES(1,1,0,'id','','id','category',3);
INSERT INTO "column" VALUES(2,1,1,'member','','customer','category',1);
INSERT INTO "column" VALUES(3,1,2,'time','','time','datetime',NULL);
INSERT INTO "column" VALUES(4,1,3,'nps','','nps','score',NULL);
INSERT INTO "column" VALUES(5,1,4,'region','','dimension','category',4);
INSERT INTO "column" VALUES(6,1,5,'comment','','text','text',NULL);
CREATE TABLE dataset(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL);
INSERT INTO "dataset" VALUES(1,'a','answers');
CREATE TABLE dictionary(id INTEGER PRIMARY KEY, codes INTEGER NOT NULL);
INSERT INTO "dictionary" VALUES(1,3);
INSERT INTO "dictionary" VALUES(2,0);
INSERT INTO "dictionary" VALUES(3,4);
INSERT INTO "dictionary" VALUES(4,3);
CREATE TABLE dictionary_chunk(dictionary INTEGER NOT NULL REFERENCES dictionary(id), first INTEGER NOT NULL, part INTEGER NOT NULL, count INTEGER NOT NULL, encoding INTEGER NOT NULL, bytes INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(dictionary, first, part));
INSERT INTO "dictionary_chunk" VALUES(3,1,0,4,41,24,-6930887348620628946,X'48020000000400804131413241334134');
INSERT INTO "dictionary_chunk" VALUES(1,1,0,3,41,18,4052968089144773634,X'4402000000040060633163326333');
INSERT INTO "dictionary_chunk" VALUES(4,1,0,3,41,30,-20842326389585146,X'44060000000400F003E58D8EE4B89CE58D8EE58C97E58D8EE58D97');
CREATE TABLE digest(name TEXT PRIMARY KEY NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "digest" VALUES('batch',-7818238871608098395);
INSERT INTO "digest" VALUES('batch_column',4376720962453433612);
INSERT INTO "digest" VALUES('column',-4856546730914934349);
INSERT INTO "digest" VALUES('dataset',3106400026064043692);
INSERT INTO "digest" VALUES('dictionary',-2531692201750930010);
INSERT INTO "digest" VALUES('journey',3244421341483603138);
INSERT INTO "digest" VALUES('problem:1',3244421341483603138);
INSERT INTO "digest" VALUES('recipe',3244421341483603138);
INSERT INTO "digest" VALUES('segment',3244421341483603138);
INSERT INTO "digest" VALUES('setting',-7012395460006386272);
INSERT INTO "digest" VALUES('tag',3244421341483603138);
INSERT INTO "digest" VALUES('view',3244421341483603138);
CREATE TABLE journey(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE problem(id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch(id), "row" INTEGER NOT NULL, "column" TEXT NOT NULL, text TEXT NOT NULL, code TEXT NOT NULL, rejected INTEGER NOT NULL);
CREATE TABLE recipe(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE segment(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE setting(name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "setting" VALUES('fiscal_start_month','1');
INSERT INTO "setting" VALUES('language','');
INSERT INTO "setting" VALUES('timezone','Asia/Shanghai');
CREATE TABLE tag(id INTEGER PRIMARY KEY, name TEXT NOT NULL, customer TEXT NOT NULL, source TEXT NOT NULL, probability REAL NOT NULL, model TEXT NOT NULL, day TEXT NOT NULL);
CREATE TABLE tombstone(batch INTEGER NOT NULL REFERENCES batch(id), target INTEGER NOT NULL REFERENCES batch(id), number INTEGER NOT NULL, "rows" INTEGER NOT NULL, encoding INTEGER NOT NULL, bytes INTEGER NOT NULL, checksum INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE(batch, target, number));
CREATE TABLE view(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE INDEX problem_batch ON problem(batch);
CREATE INDEX tag_name ON tag(name);
COMMIT;
)sql";
// clang-format on
} // namespace xo::test
