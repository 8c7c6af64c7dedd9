filedesc://a.arc 0.0.0.0 20240702000000 text/plain 69
1 1 quaypost
URL IP-address Archive-date Content-type Archive-length

https://quaypost.example/1 10.0.0.1 20240702000000 text/html 551
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8

<!DOCTYPE html><html lang='en'><head><title>Harbour bridge shut for nine months</title></head><body><article><h1>Harbour bridge shut for nine months</h1><p>The council voted to close the harbour bridge on Tuesday.</p><p>It was the third such decision in a year, and the mayor called it “a reckless gamble” before the vote.</p><p>It was the third such decision in a year, and the mayor called it “a reckless gamble” before the vote. Then the meeting closed.</p></article></body></html>
