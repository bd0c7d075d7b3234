import mqtt from "mqtt";
import { startBroker } from "./broker.ts";
const broker = await startBroker(0);
const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`);
const pub = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`);
const got:string[]=[];
client.on("message", (topic, payload,p) => got.push(topic+(p.retain?'R':'')+p.qos));
await client.subscribeAsync("z/#", { qos: Number(process.argv[2]) as 0|1 });
const sleep=(n:number)=>new Promise(r=>setTimeout(r,n));
await pub.publishAsync("z/a0r","x",{qos:0,retain:true});await sleep(200);console.log(got.splice(0));
await pub.publishAsync("z/b0","x",{qos:0,retain:false});await sleep(200);console.log(got.splice(0));
await pub.publishAsync("z/c1r","x",{qos:1,retain:true});await sleep(200);console.log(got.splice(0));
await pub.publishAsync("z/d0r","x",{qos:0,retain:true});await sleep(200);console.log(got.splice(0));
await pub.publishAsync("z/e0r","x",{qos:0,retain:true});await sleep(200);console.log(got.splice(0));
await Promise.all([1,2,3,4,5].map(i=>pub.publishAsync("z/f"+i,"x",{qos:0,retain:i%2===1})));await sleep(200);console.log(got.splice(0));
process.exit(0)
