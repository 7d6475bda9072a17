# SPDX-License-Identifier: GPL-3.0-or-later
# What tests/cli/stats-analysis expects of its inbox, from R 4.2 (survival, sandwich): Rscript check.R
suppressMessages({library(survival);library(sandwich)})
d<-read.csv("inbox/trainee.csv",na.strings="")
options(digits=15)
f<-function(y,x,cl,doses){k<-!is.na(y)&!is.na(x);y<-y[k];x<-x[k];cl<-cl[k]
 for(d0 in c(NA,doses)){z<-x-ifelse(is.na(d0),0,d0);m<-glm(y~z,family=binomial,epsilon=1e-14);V<-vcovCL(m,cl,type="HC0",cadjust=FALSE);G<-length(unique(cl));V<-V*G/(G-1)
 if(is.na(d0)){b<-coef(m)[2];s<-sqrt(V[2,2]);q<-qt(.975,G-1);cat(length(y),sum(y)/length(y),b/s,2*pt(-abs(b/s),G-1),exp(b),exp(b-q*s),exp(b+q*s),"\n")}
 else{b<-coef(m)[1];s<-sqrt(V[1,1]);q<-qt(.975,G-1);cat(d0,plogis(b),plogis(b-q*s),plogis(b+q*s),"\n")}}
}
y<-ifelse(d$got_job%in%c("yes","no"),d$got_job=="yes",NA)
f(y,d$hours,d$partner,quantile(d$hours[!is.na(y)],c(.1,.5,.9),na.rm=T))
y2<-as.numeric(d$got_job%in%"yes")
f(y2,d$hours/10,d$partner,quantile(d$hours/10,c(.1,.5,.9),na.rm=T))
end<-as.Date("2018-06-30");s<-as.Date(d$started_on);j<-as.Date(d$job_on);l<-as.Date(d$left_on)
ev<-!is.na(j)&j<=end
t<-as.numeric(ifelse(ev,j,pmin(l,end,na.rm=TRUE))-as.numeric(s))
k<-t>=0
x<-survfit(Surv(t[k],ev[k])~1,conf.type="log-log");print(x)
print(summary(x,times=c(91,182,365))[c("surv","lower","upper")])
print(survdiff(Surv(t[k],ev[k])~d$way[k]))
t2<-as.numeric(ifelse(ev,j,end)-as.numeric(s));k<-t2>=0&d$way=="class"
x<-survfit(Surv(t2[k],ev[k])~1,conf.type="log-log");print(x)
print(1-summary(x,times=c(91,182,365))$surv)
