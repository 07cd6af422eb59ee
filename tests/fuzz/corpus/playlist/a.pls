[playlist]
NumberOfEntries=2
File1=music/a.mp3
Title1=Ann - Sång
Length1=123
File2=http://radio.example/main
Version=2
