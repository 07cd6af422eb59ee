-- A backup, as far as it is about stations, as mariadb-dump writes it; made by hand.
CREATE TABLE `station` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(100) NOT NULL,
  `short_name` varchar(100) NOT NULL,
  `is_enabled` tinyint(1) NOT NULL,
  `timezone` varchar(100) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `station` VALUES
(1,'Breeze FM','breeze_fm',1,'Europe/Lisbon'),
(2,'Night','night',1,NULL);
CREATE TABLE `station_media` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `title` varchar(255) DEFAULT NULL,
  `artist` varchar(255) DEFAULT NULL,
  `length` decimal(7,2) DEFAULT NULL,
  `path` varchar(500) NOT NULL
);
INSERT INTO `station_media` VALUES (11,'Tides','Ada',201.50,'music/tides.mp3'),(12,'Ebb','O\'Neil',NULL,'music/o\'neil - ebb.flac'),(13,'','',4.00,'ids/one.mp3');
CREATE TABLE `station_playlists` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `station_id` int(11) DEFAULT NULL,
  `name` varchar(200) NOT NULL,
  `type` varchar(50) NOT NULL,
  `source` varchar(50) NOT NULL,
  `playback_order` varchar(50) NOT NULL,
  `remote_url` varchar(255) DEFAULT NULL,
  `remote_type` varchar(25) DEFAULT NULL,
  `is_enabled` tinyint(1) NOT NULL,
  `play_per_songs` smallint(6) NOT NULL,
  `play_per_minutes` smallint(6) NOT NULL,
  `weight` smallint(6) NOT NULL
);
INSERT INTO `station_playlists` VALUES
(1,1,'Days at sea','default','songs','shuffle',NULL,NULL,1,0,0,5),
(2,1,'IDs','once_per_x_songs','songs','random',NULL,NULL,1,4,0,1),
(3,1,'Evening','default','songs','sequential',NULL,NULL,1,0,0,3),
(4,1,'World news','default','remote_url','shuffle','http://news.example/live','stream',1,0,0,3),
(5,1,'Evening','default','songs','shuffle',NULL,NULL,0,0,0,3);
CREATE TABLE `station_playlist_media` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `playlist_id` int(11) DEFAULT NULL,
  `media_id` int(11) DEFAULT NULL,
  `weight` int(11) NOT NULL
);
INSERT INTO `station_playlist_media` VALUES (1,1,12,2),(2,1,11,1),(3,2,13,0),(4,3,11,0),(5,3,99,1);
CREATE TABLE `station_schedules` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `playlist_id` int(11) DEFAULT NULL,
  `streamer_id` int(11) DEFAULT NULL,
  `start_time` smallint(6) NOT NULL,
  `end_time` smallint(6) NOT NULL,
  `start_date` varchar(10) DEFAULT NULL,
  `end_date` varchar(10) DEFAULT NULL,
  `days` varchar(50) DEFAULT NULL,
  `loop_once` tinyint(1) NOT NULL
);
INSERT INTO `station_schedules` VALUES
(1,3,NULL,1930,2200,NULL,NULL,'1,2,3,4,5',0),
(2,4,NULL,2300,5,'','','',0),
(3,NULL,1,2200,200,NULL,NULL,'7',0),
(4,NULL,1,1800,1800,'2026-12-24','2026-12-24','',0);
CREATE TABLE `station_streamers` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `station_id` int(11) DEFAULT NULL,
  `streamer_username` varchar(50) NOT NULL,
  `streamer_password` varchar(255) NOT NULL,
  `display_name` varchar(255) DEFAULT NULL,
  `is_active` tinyint(1) NOT NULL,
  `enforce_schedule` tinyint(1) NOT NULL
);
INSERT INTO `station_streamers` VALUES
(1,1,'mia','$argon2id$v=19$m=65536,t=4,p=1$UGhOd0FYbDVWTFpKV0xDUg$Kd6yMH1bu3kQwV3kZb0hCBcFlwT3d1YVZ0rWzNWcWhE','Mia\'s night',1,1),
(2,1,'J rg','$2y$10$abc',NULL,1,1),
(3,1,'old','',NULL,0,0);
